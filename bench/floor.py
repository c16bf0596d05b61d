"""The floor: a plain Typer program with two commands that prints one line."""

import typer

app = typer.Typer()


@app.command()
def show(term: str) -> None:
    """Print one line."""
    print(term)


@app.command()
def get(term: str) -> None:
    """Print one line."""
    print(term)


app()
