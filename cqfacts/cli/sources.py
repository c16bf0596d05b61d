"""`cqfacts sources`: the documents behind the facts."""

from __future__ import annotations

from cqfacts.flat.catalogue import SOURCE_FIELDS, flatten_source

from .options import OUTPUT, STORE, load_store
from .output import Answer, check_output_options, pick, tell_left_out, write_answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from .options import OutputOptions


PARAMETERS = (OUTPUT, STORE)


def sources(*, output: OutputOptions, store: Sequence[str] | None) -> int:
    """List the documents behind the facts, with how many facts each states.

    \b
    cqfacts sources                            all of them
    cqfacts sources --fields source,url        where to read them
    """
    check_output_options(output, SOURCE_FIELDS)
    opened = load_store(store)
    counts = opened.facts_by_source()
    records = [flatten_source(source, counts.get(source.id, 0)) for source in opened.sources]
    tell_left_out(opened, opened.keys)

    def render(width: int) -> RenderableType:
        from .drawing.catalogue import render_source_list

        counted = ((source, counts.get(source.id, 0)) for source in opened.sources)
        return render_source_list(counted, width)

    answer = Answer(
        fields=SOURCE_FIELDS,
        records=lambda: records,
        envelope=lambda fields: {"sources": pick(records, fields)},
        render=render,
    )
    write_answer(answer, output)
    return 0
