from app.customers import totals


def handler(request):
    return totals(request.customer)
