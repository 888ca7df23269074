"""What a template may be given: plain frozen objects, each drawn by the template it names.

A view asks the apps, makes these, and hands them to a page. A template therefore never sees a model, asks no question
of the database and decides nothing; and every piece can be drawn in a test from a plain object.
"""

from __future__ import annotations

from entrepot.hub.web.pieces.bars import Bar, Part, QrCode, bar
from entrepot.hub.web.pieces.chart import Chart, Corridor, CorridorLook, Harbour
from entrepot.hub.web.pieces.file import Day, DeedFile, Entry, Hub
from entrepot.hub.web.pieces.finding import FindingNote, Law
from entrepot.hub.web.pieces.log import Log, Node, Said
from entrepot.hub.web.pieces.marks import Badge, Lane, Tally, Way
from entrepot.hub.web.pieces.match import Match, MatchRow
from entrepot.hub.web.pieces.money import MoneyLine, MoneyTree, amount
from entrepot.hub.web.pieces.opw import Opw
from entrepot.hub.web.pieces.sheet import Empty, Fact, Facts, Stat, Stats, Step, Stepper
from entrepot.hub.web.pieces.spark import Spark
from entrepot.hub.web.pieces.strip import Mark, Passage, Segment, Strip, strip
from entrepot.hub.web.pieces.table import Cell, Head, Row, Table, Tick

__all__ = [
    "Badge",
    "Bar",
    "Cell",
    "Chart",
    "Corridor",
    "CorridorLook",
    "Day",
    "DeedFile",
    "Empty",
    "Entry",
    "Fact",
    "Facts",
    "FindingNote",
    "Harbour",
    "Head",
    "Hub",
    "Lane",
    "Law",
    "Log",
    "Mark",
    "Match",
    "MatchRow",
    "MoneyLine",
    "MoneyTree",
    "Node",
    "Opw",
    "Part",
    "Passage",
    "QrCode",
    "Row",
    "Said",
    "Segment",
    "Spark",
    "Stat",
    "Stats",
    "Step",
    "Stepper",
    "Strip",
    "Table",
    "Tally",
    "Tick",
    "Way",
    "amount",
    "bar",
    "strip",
]
