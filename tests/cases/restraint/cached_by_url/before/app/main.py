from app.tenants import engine_of


def go(tenant):
    return engine_of(tenant.url).name
