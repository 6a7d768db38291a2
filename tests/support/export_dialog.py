"""Odoo's own export of a list, by the routes that its dialog calls in the browser."""

import json

from support.rpc import call_json


class ExportDialog:
    """The dialog on the list of a model, as one person sees it.

    :param client: a `Client`
    :param bool for_update: whether « Je veux mettre à jour les données » is ticked
    """

    def __init__(self, client, model, for_update=False):
        self.client = client
        self.model = model
        self.for_update = for_update
        self._offered = self._load()

    def _load(self, parent=None):
        """Return the fields that are offered, or those of what a field links to."""
        of_parent = parent and {
            **parent["params"],
            "parent_field_type": parent["field_type"],
            "parent_field": parent,
            "parent_name": parent["string"],
            "exclude": [parent["relation_field"]],
        }
        return call_json(
            self.client,
            "/web/export/get_fields",
            **{
                "model": self.model,
                "domain": [],
                "import_compat": self.for_update,
                **(of_parent or {}),
            },
        )

    def offers(self, label):
        """Return whether a column, such as ``Produit/ID externe``, can be chosen."""
        return self._find(label) is not None

    def _find(self, label):
        fields, found = self._offered, None
        parts = label.split("/")
        for at in range(len(parts)):
            wanted = "/".join(parts[: at + 1])
            found = next((field for field in fields if field["string"] == wanted), None)
            if found is None:
                return None
            if at + 1 < len(parts):
                fields = self._load(found)
        return found

    def export(self, labels, domain=(), ids=(), form="csv"):
        """Return the file of some columns.

        :param labels: as the dialog calls them
        :param ids: of the lines that are selected; those of the domain without any
        :param str form: ``csv`` or ``xlsx``
        """
        chosen = [self._find(label) for label in labels]
        data = {
            "import_compat": self.for_update,
            "context": {"lang": "fr_FR", "tz": "Europe/Paris"},
            "domain": list(domain),
            "fields": [
                {"name": field["id"], "label": field["string"], "type": field["field_type"]}
                for field in chosen
            ],
            "groupby": [],
            "ids": list(ids) or False,
            "model": self.model,
        }
        answer = self.client.post(f"/web/export/{form}", {"data": json.dumps(data)})
        assert answer.status_code == 200, answer.text
        return answer.content
