"""Which GET routes a proof can call by itself."""

from __future__ import annotations

from consolidator.prove.routes import find_routes


def found(**texts: str) -> list[str]:
    sources = {path.replace("__", "/") + ".py": text.encode() for path, text in texts.items()}
    return [each.path for each in find_routes(sources)]


def test_fastapi_routes_without_parameters() -> None:
    source = """
app = FastAPI()
@app.get("/a")
def a(): ...
@app.get("/a/{id}")
def b(id): ...
@app.post("/c")
def c(): ...
@app.api_route("/d", methods=["POST", "GET"])
async def d(): ...
@app.api_route("/e", methods=["POST"])
async def e(): ...
@app.get(path="/f")
def f(): ...
"""
    assert found(main=source) == ["/a", "/d", "/f"]


def test_flask_routes_default_to_get() -> None:
    source = """
app = Flask(__name__)
@app.route("/")
def a(): ...
@app.route("/b", methods=("POST",))
def b(): ...
@app.route("/c/<int:n>")
def c(n): ...
"""
    assert found(main=source) == ["/"]


def test_prefixes_of_routers_add_up_over_modules() -> None:
    main = """
from app.routers import items, deep as more
from app.routers.deep import inner
app = FastAPI()
app.include_router(items.router, prefix="/v1")
app.include_router(more.router)
"""
    items = 'router = APIRouter(prefix="/items")\n@router.get("")\ndef a(): ...\n@router.get("/new")\ndef b(): ...'
    deep = """
router = APIRouter(prefix="/deep")
inner = APIRouter(prefix="/inner")
router.include_router(inner, prefix="/x")
@inner.get("/z")
def a(): ...
"""
    texts = {"app__main": main, "app__routers__items": items, "app__routers__deep": deep, "app__routers__": ""}
    assert found(**texts) == ["/deep/x/inner/z", "/v1/items", "/v1/items/new"]


def test_relative_imports_are_followed() -> None:
    main = 'from .items import router as r\napp = FastAPI()\napp.include_router(r, prefix="/v2")'
    items = 'router = APIRouter()\n@router.get("/i")\ndef a(): ...'
    assert found(src__main=main, src__items=items) == ["/v2/i"]


def test_a_blueprints_own_prefix_gives_way_to_the_registered_one() -> None:
    source = """
app = Flask(__name__)
one = Blueprint("one", __name__, url_prefix="/own")
two = Blueprint("two", __name__, url_prefix="/kept")
app.register_blueprint(one, url_prefix="/given")
app.register_blueprint(two)
@one.get("/a")
def a(): ...
@two.route("/b")
def b(): ...
"""
    assert found(main=source) == ["/given/a", "/kept/b"]


def test_unreadable_sources_and_circles_are_passed_over() -> None:
    circle = "r = APIRouter(prefix='/r')\nr.include_router(r)\n@r.get('/x')\ndef x(): ..."
    assert found(a="def (", b=circle, c="@app.get('/ok')\ndef ok(): ...") == ["/ok", "/r/r/x"]


def test_paths_that_cannot_be_sent_are_left_out() -> None:
    assert found(a="@app.get('/ü')\ndef a(): ...\n@app.get('x')\ndef b(): ...\n@app.get(PATH)\ndef c(): ...") == []
