from dynaconf import Dynaconf

from app.validation import VALIDATORS

settings = Dynaconf(envvar_prefix="APP", validators=VALIDATORS)
