{
    "name": "Coop: logging in where there is a website, tests",
    "summary": "Runs the tests of signing up in a database with a website",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Coop member space contributors",
    "license": "AGPL-3",
    "depends": ["coop_login_oauth", "website"],
}
