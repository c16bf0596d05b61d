"""`cqfacts sources`: the documents behind the facts."""

from __future__ import annotations

from cqfacts.errors import NotFoundError
from cqfacts.flat.catalogue import SOURCE_FIELDS, flatten_source
from cqfacts.suggestion import find_near

from .options import OUTPUT, STORE, find_published, load_store
from .output import Answer, check_output_options, pick, tell_left_out, write_answer
from .parameters import argument
from .streams import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from cqfacts.store import Store

    from .options import OutputOptions


PARAMETERS = (
    argument(
        "names", "[SOURCE]...", "Ids of sources, or publishers. Default: all.", complete="source"
    ),
    OUTPUT,
    STORE,
)


def sources(
    *, names: Sequence[str] | None, output: OutputOptions, store: Sequence[str] | None
) -> int:
    """List the documents behind the facts, with how many facts each states.

    \b
    cqfacts sources                            all of them
    cqfacts sources xinhua                     those of one publisher
    cqfacts sources --fields source,url        where to read them
    """
    check_output_options(output, SOURCE_FIELDS)
    opened = load_store(store)
    counts = opened.facts_by_source()
    named, status = (opened.source_ids, 0) if names is None else _find(opened, names)
    records = [flatten_source(opened.source(one), counts.get(one, 0)) for one in named]
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
        is_found=bool(records) or names is None,
    )
    write_answer(answer, output)
    return status


def _find(store: Store, names: Sequence[str]) -> tuple[list[str], int]:
    """Return the ids of the sources that names mean, and the exit status; misses are told."""
    found: dict[str, None] = {}
    status = 0
    for name in names:
        try:
            found.update(
                dict.fromkeys([name] if name in store.source_ids else find_published(store, name))
            )
        except NotFoundError:
            near = find_near(name, store.source_ids, most=1)
            guess = f"did you mean '{near[0]}'? " if near else ""
            tell(f"no source or publisher is called '{name}'; {guess}'cqfacts sources' lists them")
            status = NotFoundError.exit_status
    return list(found), status
