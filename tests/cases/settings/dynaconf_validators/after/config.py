from dynaconf import Dynaconf, Validator

settings = Dynaconf(
    envvar_prefix="APP",
    settings_files=["settings.toml"],
    validators=[
        Validator("DATABASE_URL", must_exist=True),
        Validator("POOL_SIZE", default=5, gte=1),
        Validator("POOL_MAX_OVERFLOW", default=10, gte=0),
        Validator("POOL_TIMEOUT", default=30, gte=0),
        Validator("POOL_RECYCLE", default=1800, gte=-1),
        Validator("WORKERS", default=2),
    ],
)
