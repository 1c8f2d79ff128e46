"""Some examples show what goes wrong, too."""


def printError(action):
    """Prints the error that `action` ends with as the last line of a traceback does."""
    try:
        action()
    except Exception as error:
        print(f'{type(error).__name__}: {error}')
        return
    raise AssertionError('This should have failed')
