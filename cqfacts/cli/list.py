"""`cqfacts list`: topics and indicators, with counts."""

from __future__ import annotations

from cqfacts.errors import NotFoundError, UsageError
from cqfacts.flat.catalogue import INDICATOR_FIELDS, flatten_indicator, flatten_topic
from cqfacts.lookup import find_topics
from cqfacts.suggestion import find_near

from .options import OUTPUT, STORE, load_store
from .output import Answer, check_output_options, pick, tell_left_out, write_answer
from .parameters import argument, option

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
    option("--all", "In a table, the indicators of all topics and not only the topics."),
    STORE,
)


def list_(
    *,
    output: OutputOptions,
    topic: str | None,
    all: bool,  # noqa: A002 - the name of the option
    store: Sequence[str] | None,
) -> int:
    """List topics and indicators, with how many facts each has and the latest period.

    A table has the topics first; other formats have all indicators.

    \b
    cqfacts list                               the topics
    cqfacts list autos                         the indicators of one topic
    cqfacts list --all                         all indicators, topic by topic
    cqfacts list --json | jq -r '.indicators[].key'
    """
    check_output_options(output, INDICATOR_FIELDS)
    if all and topic is not None:
        raise UsageError("--all and a topic differ", "give one of them")
    opened = load_store(store)
    topics = list(opened.topics) if topic is None else _get_topics(opened, topic)
    keys = [key for one in topics for key in opened.keys_of(one.name)]
    tell_left_out(opened, keys)

    def render(width: int) -> RenderableType:
        from .drawing.catalogue import render_topic_list, render_topics

        if all or topic is not None or len(topics) == 1:
            return render_topics(opened, topics, width)
        return render_topic_list([flatten_topic(opened, one) for one in topics], width)

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
