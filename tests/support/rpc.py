"""Calls of Odoo's models as its web client makes them, with a person's session."""


class Refused(Exception):
    """Odoo refused a call; `kind` is its exception, such as ``odoo.exceptions.AccessError``."""

    def __init__(self, error):
        data = error.get("data") or {}
        self.kind = data.get("name", "")
        super().__init__(f"{self.kind}: {data.get('message') or error.get('message')}")


def call_json(client, path, **params):
    """Call a JSON-RPC route and return its result; raise Refused."""
    answer = client.request(
        "POST", path, json={"jsonrpc": "2.0", "method": "call", "params": params}
    )
    answer.raise_for_status()
    told = answer.json()
    if "error" in told:
        raise Refused(told["error"])
    return told.get("result")


def call(client, model, method, *args, **kwargs):
    """Call a model's method, as the web client does."""
    return call_json(
        client,
        f"/web/dataset/call_kw/{model}/{method}",
        model=model,
        method=method,
        args=args,
        kwargs=kwargs,
    )


def with_key(client, key, model, method, **body):
    """Call a model's method with a bearer key, as a program does; return Odoo's answer."""
    return client.request(
        "POST",
        f"/json/2/{model}/{method}",
        json=body,
        headers={"Authorization": f"bearer {key}"},
    )
