from app.one import one
from app.two import two

print(one(), two())
