"""What the tests from outside use to reach the coop as a person or a client would."""
