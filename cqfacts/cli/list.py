"""`cqfacts list`: topics and indicators, with counts."""

from __future__ import annotations

from cqfacts.errors import NotFoundError
from cqfacts.flat.catalogue import INDICATOR_FIELDS, flatten_indicator, flatten_topic
from cqfacts.lookup import find_topics
from cqfacts.suggestion import find_near

from .options import OUTPUT, STORE, load_store
from .output import Answer, check_output_options, pick, tell_left_out, write_answer
from .parameters import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from cqfacts.model import Topic
    from cqfacts.store import Store

    from .options import OutputOptions


PARAMETERS = (
    OUTPUT,
    argument("topic", "[TOPIC]", "Only this topic.", complete="topic"),
    STORE,
)


def list_(
    *,
    output: OutputOptions,
    topic: str | None,
    store: Sequence[str] | None,
) -> int:
    """List the topics and their indicators, with how many facts each has and the latest period.

    \b
    cqfacts list                               everything there is
    cqfacts list autos                         one topic
    cqfacts list --json | jq -r '.indicators[].key'
    """
    check_output_options(output, INDICATOR_FIELDS)
    opened = load_store(store)
    topics = list(opened.topics) if topic is None else _get_topics(opened, topic)
    keys = [key for one in topics for key in opened.keys_of(one.name)]
    tell_left_out(opened, keys)

    def render(width: int) -> RenderableType:
        from .drawing.catalogue import render_topics

        return render_topics(opened, topics, width)

    answer = Answer(
        fields=INDICATOR_FIELDS,
        records=lambda: (flatten_indicator(opened, key) for key in keys),
        envelope=lambda fields: {
            "topics": [flatten_topic(opened, one) for one in topics],
            "indicators": pick(answer.records(), fields),
        },
        render=render,
    )
    write_answer(answer, output)
    return 0


def _get_topics(store: Store, name: str) -> list[Topic]:
    """Return the topics of a name. Raises NotFoundError."""
    if found := find_topics(store, name):
        return found
    names = [topic.name for topic in store.topics]
    near = find_near(name, names, most=1)
    guess = f"did you mean '{near[0]}'? there are" if near else "there are"
    raise NotFoundError(f"no topic is called '{name}'", f"{guess} {', '.join(names)}")
