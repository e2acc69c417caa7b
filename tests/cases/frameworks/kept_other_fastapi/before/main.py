from project.fakes import FastAPI

app = FastAPI()
