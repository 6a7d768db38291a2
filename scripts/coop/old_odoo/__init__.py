"""An Odoo of years ago, as the present server of a coop that wants the member space.

Debian 11 has a package of Odoo 14. It is unpacked with all that it needs, its own PostgreSQL
included, into a folder of its own, and run there: nothing of it touches the machine.
"""
