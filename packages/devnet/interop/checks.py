"""Counts what a client could do, a line each."""


class Checks:
    """Runs checks one after another; one that fails does not keep the next from running."""

    def __init__(self, client):
        self.client = client
        self.passed = self.failed = 0

    def __call__(self, name, body):
        try:
            body()
            self.passed += 1
            print(f"ok    {self.client}: {name}", flush=True)
        except Exception as error:  # Whatever the client throws is what its users would see.
            self.failed += 1
            print(f"FAIL  {self.client}: {name}: {type(error).__name__}: {error}", flush=True)


def expect(truth, what):
    if not truth:
        raise AssertionError(what)
