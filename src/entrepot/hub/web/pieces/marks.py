"""Small marks that say one thing each: who signed, which lane, how far, in what state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _

LaneName = Literal["green", "yellow", "red"]
TallyState = Literal["both", "a", "b", "none", "broken"]
Tone = Literal["", "go", "wait", "stop", "move", "plain"]


@dataclass(frozen=True, slots=True)
class Tally:
    """The two halves of one deed: which hubs have signed what stands beside it."""

    state: TallyState
    words: str = ""
    template: ClassVar[str] = "pieces/tally.html"

    @property
    def told(self) -> str:
        """What the mark says; `words` says it of a case of its own."""
        return (
            self.words
            or {
                "both": _("Signed by both hubs"),
                "a": _("Signed by the origin hub, countersignature awaited"),
                "b": _("Signed by the destination hub, countersignature awaited"),
                "none": _("Not yet signed"),
                "broken": _("The two copies differ"),
            }[self.state]
        )


@dataclass(frozen=True, slots=True)
class Lane:
    """Where selection sent a declaration: a cone goes, a cross waits for papers, a can stops."""

    lane: LaneName
    words: str = ""
    template: ClassVar[str] = "pieces/lane.html"

    @property
    def told(self) -> str:
        return self.words or {"green": _("Green"), "yellow": _("Yellow"), "red": _("Red")}[self.lane]


@dataclass(frozen=True, slots=True)
class Badge:
    """The state something is in, in one or two words."""

    words: str
    tone: Tone = ""
    icon: str = ""
    template: ClassVar[str] = "pieces/badge.html"


@dataclass(frozen=True, slots=True)
class Way:
    """Packed, out, passage, in, delivered: how far a parcel is; red where it was stopped."""

    reached: int
    stopped: bool = False
    template: ClassVar[str] = "pieces/way.html"
    steps: ClassVar[int] = 5

    @property
    def told(self) -> str:
        if self.stopped:
            return _("Stopped at step %(step)s of 5") % {"step": self.reached}
        return _("Step %(step)s of 5") % {"step": self.reached}

    @property
    def boxes(self) -> tuple[tuple[int, str], ...]:
        """Where each box of the drawing stands and how it is drawn; the third step is the passage."""
        return tuple((x, self._look(step)) for step, x in ((1, 1), (2, 18), (4, 52), (5, 69)))

    @property
    def passed(self) -> bool:
        return self.reached >= 3

    def _look(self, step: int) -> str:
        if step > self.reached:
            return "way-next"
        if self.stopped and step == self.reached:
            return "way-stop"
        return "way-origin" if step < 3 else "way-dest"
