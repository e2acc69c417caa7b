from fastapi import FastAPI


def make():
    return FastAPI()
