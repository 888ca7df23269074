"""The story across a partition: the line between the hubs is cut in its middle, and comes back."""

from __future__ import annotations

from collections.abc import Iterator

from entrepot.twin.story import ORDERING, VISITING, Story


def steps(story: Story) -> Iterator[str]:
    """The steps of the story, and what becomes of the line between them.

    From the orders to the handing over neither hub reaches the other: what each must tell waits in its log. Nobody
    sends anything again afterwards; the hubs find each other by themselves.
    """
    lines = story.world.lines.values()
    for step in story.steps():
        if step == ORDERING:
            for line in lines:
                line.cut()
            yield "The line between the hubs is cut"
        if step == VISITING:
            for line in lines:
                line.mend()
            yield f"The line is whole again; {story.world.lost} calls of the hubs to each other had failed"
        yield step
