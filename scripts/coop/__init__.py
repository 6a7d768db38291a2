"""What prepares, runs, tests and measures the project around Odoo."""
