"""`cqfacts search`: indicators whose labels, aliases, wording or text match, best first."""

from __future__ import annotations

from cqfacts.errors import NotFoundError
from cqfacts.flat.catalogue import MATCH_FIELDS, flatten_match
from cqfacts.searching import search as find_matches

from .options import OUTPUT, STORE, load_store
from .output import Answer, check_output_options, pick, tell_left_out, write_answer
from .parameters import argument
from .streams import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from .options import OutputOptions


PARAMETERS = (
    argument("texts", "TEXT...", "Words that all have to be there."),
    OUTPUT,
    STORE,
)


def search(
    *,
    texts: Sequence[str],
    output: OutputOptions,
    store: Sequence[str] | None,
) -> int:
    """Search labels, aliases, the words of the sources and texts; the best matches come first.

    \b
    cqfacts search land-sea                everything about the corridor
    cqfacts search water quality           both words, anywhere
    cqfacts search 汽车                    in any language
    """
    check_output_options(output, MATCH_FIELDS)
    opened = load_store(store)
    matches = find_matches(opened, texts)
    tell_left_out(opened, (match.key for match in matches))

    def render(width: int) -> RenderableType:
        from .drawing.catalogue import render_matches

        return render_matches([flatten_match(opened, match) for match in matches], width)

    answer = Answer(
        fields=MATCH_FIELDS,
        records=lambda: (flatten_match(opened, match) for match in matches),
        envelope=lambda fields: {"indicators": pick(answer.records(), fields)},
        render=render,
        is_found=bool(matches),
    )
    write_answer(answer, output)
    if matches:
        return 0
    tell(f"nothing matches '{' '.join(texts)}'; try fewer words, or 'cqfacts list'")
    return NotFoundError.exit_status
