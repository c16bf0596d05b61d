"""Records: what a frozen, slotted dataclass made by keyword does."""

from __future__ import annotations

import copy
import pickle

import pytest

from cqfacts.record import Record, field, replace


class Sample(Record):
    """A record with all there can be."""

    name: str
    number: int = 3
    place: str = field(default="here", compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("below 0")


# The first records of a class are made in one way, the many after them in another.
@pytest.fixture(params=[0, 500], ids=["few", "many"], autouse=True)
def _made(request: pytest.FixtureRequest) -> None:
    for _ in range(request.param):
        Sample(name="one")


def test_fields_have_their_defaults() -> None:
    sample = Sample(name="one")
    assert (sample.name, sample.number, sample.place) == ("one", 3, "here")
    assert repr(sample) == "Sample(name='one', number=3)"


def test_records_are_equal_by_what_is_compared() -> None:
    assert Sample(name="one", place="here") == Sample(name="one", place="there")
    assert hash(Sample(name="one", place="here")) == hash(Sample(name="one", place="there"))
    assert Sample(name="one") != Sample(name="two")
    assert Sample(name="one") != "one"


def test_a_record_is_frozen_and_has_no_other_field() -> None:
    sample = Sample(name="one")
    with pytest.raises(AttributeError, match="Sample is frozen"):
        sample.name = "two"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="Sample is frozen"):
        del sample.name
    assert not hasattr(sample, "__dict__")
    with pytest.raises(TypeError, match="name"):
        Sample()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="nmae"):
        Sample(name="one", nmae="two")  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="below 0"):
        Sample(name="one", number=-1)


def test_a_record_is_replaced_copied_and_pickled() -> None:
    sample = Sample(name="one", place="there")
    assert replace(sample, number=4) == Sample(name="one", number=4)
    assert replace(sample, number=4).place == "there"
    for same in (copy.copy(sample), copy.deepcopy(sample), pickle.loads(pickle.dumps(sample))):  # noqa: S301 - its own
        assert same == sample
        assert same.place == "there"
