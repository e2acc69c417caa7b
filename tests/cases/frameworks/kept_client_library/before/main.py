def names(client):
    return client.names()
