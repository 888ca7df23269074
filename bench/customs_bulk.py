"""customs.bulk.postgres, customs.bulk.sqlite: a file of declarations lodged by `entrepot lodge`'s own workers.

Each declaration gets the full work: validation, the match of three documents where the law asks for it, duty and tax
under its regime, every risk profile, screening of both parties against 200,000 names, lane, charges, event, and a
durable commit (fsync on). Beside it the same declarations in the usual way (bench/usual_way.py), row by row and with
`bulk_create`, alternating with ours in one run. All ways must agree on every amount and lane before anything is told.

`ratio` and `ratio_bulk` compare CPU time a declaration, workers and database together, because the wall's time is that
of a shared machine; `value` is what was reached by the wall, and `value_of_two_cores` what the CPU time of two
undisturbed cores would give. `python -m bench.customs_bulk postgres` prints one result.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import apart, memory
from bench.spent import Spent, spent
from bench.timing import median

if TYPE_CHECKING:
    from entrepot.hub.database import Server

NAMES = ("customs.bulk.postgres", "customs.bulk.sqlite")
LISTED, PROFILES = int(os.environ.get("BENCH_NAMES", "200000")), 32
ROUNDS, OURS, EACH, ALL = 3, 100_000, 150, 1_000
FLAT = 40_000  # the file by which it is seen whether the cost stays
GIBIBYTES = 8  # what a book of a million takes in memory and in pages that the system keeps of files
MOST = int(os.environ.get("BENCH_DECLARATIONS", "120000"))  # how far the run for flatness goes; a million at most


def run(name: str) -> dict[str, Any]:
    """The result of one database, measured in a process of its own."""
    return apart.result("bench.customs_bulk", name.rpartition(".")[2])


def main(vendor: str) -> None:
    apart.clear_away_when_stopped()
    at_hand = memory.at_hand(GIBIBYTES)
    with tempfile.TemporaryDirectory(prefix="entrepot-bench-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        with Hub.started(place, vendor) as hub:
            print(json.dumps(hub.measured()))
    at_hand.close()


class Hub:
    """A hub with its cast, 200,000 listed names and more than thirty profiles."""

    def __init__(self, place: Path, postmaster: int | None) -> None:
        self.place, self.postmaster, self.files = place, postmaster, 0

    @classmethod
    def started(cls, place: Path, vendor: str) -> _Started:
        return _Started(place, vendor)

    def measured(self) -> dict[str, Any]:
        import bench.usual_way as usual
        from bench.parcels import Range
        from entrepot.hub.customs.law import seed

        border = usual.Border.of_the_law(Range.of_the_law().codes, seed)
        self._agree(border)
        first, begun = self._cost(), self._held()
        ours: list[Spent] = []
        each: list[Spent] = []
        together: list[Spent] = []
        for _ in range(ROUNDS):
            ours.append(self.timed(self.lodge, self.file(OURS)))
            each.append(self.timed(lambda lines: usual.lodge_each(lines, border, *self.acting()), self.lines(EACH)))
            together.append(self.timed(lambda lines: usual.lodge_all(lines, border, *self.acting()), self.lines(ALL)))
        flat = self._flatness(first, begun)
        mine = [one.cpu / OURS for one in ours]
        usually, in_bulk = [one.cpu / EACH for one in each], [one.cpu / ALL for one in together]
        return {
            "value": round(OURS / median([one.wall for one in ours])),
            "unit": "declarations/s",
            "baseline": round(EACH / median([one.wall for one in each])),
            "ratio": round(median(usually) / median(mine), 1),
            "ratio_of": "cpu",
            "ratio_bulk": round(median(in_bulk) / median(mine), 1),
            "baseline_bulk": round(ALL / median([one.wall for one in together])),
            "value_of_two_cores": round(2 / median(mine)) if self.postmaster else round(1 / median(mine)),
            "cpu_microseconds": {
                "workers": round(median([one.workers / OURS for one in ours]) * 1e6),
                "database": round(median([one.database / OURS for one in ours]) * 1e6),
                "row by row": round(median(usually) * 1e6),
                "bulk_create": round(median(in_bulk) * 1e6),
            },
            "spread": f"{min(mine) * 1e6:.0f}-{max(mine) * 1e6:.0f} us",
            "flat": flat,
            "load": f"{os.getloadavg()[0]:.1f} processes wanted {len(os.sched_getaffinity(0))} cores",
            "work": f"{PROFILES}+ profiles, {LISTED:,} names, 1 to 4 goods, one in ten with three papers",
        }

    def timed(self, work: Callable[[Any], object], on: Any) -> Spent:
        return spent(lambda: work(on), self.postmaster)

    def lodge(self, file: Path) -> None:
        """As the command does it, without starting a command."""
        from entrepot.cli.lodge import BATCH, _cores, _lodged
        from entrepot.cli.lodging.run import Run
        from entrepot.cli.lodging.source import begun, pieces
        from entrepot.cli.lodging.work import Worker, foresee

        foresee(begun(file))
        run = Run.of(file, file.with_suffix(".answers"), declarant="kl-batik", hub="bench")
        cores = _cores()
        for _ in run.keep(_lodged(pieces(file, BATCH, processes=cores), Worker("kl-batik", run.note.run), cores)):
            pass
        assert run.counts["lodged"] == run.number, run.counts

    def acting(self) -> tuple[Any, Any]:
        from entrepot.hub.events import clock
        from entrepot.hub.parties import queries

        party = queries.party("kl-batik")
        return party, queries.actor_of(party, clock.now())

    def lines(self, count: int) -> list[bytes]:
        """So many declarations as they stand in a file; the papers of those that need them are filed."""
        import msgspec

        from bench.parcels import parcels

        self.files += 1
        made = list(parcels(count, run=f"R{self.files}"))
        _file_papers([each for each in made if each.regime == "9610"])
        return [msgspec.json.encode(each) for each in made]

    def file(self, count: int) -> Path:
        path = self.place / f"{self.files + 1}.ndjson"
        path.write_bytes(b"\n".join(self.lines(count)))
        return path

    def _agree(self, border: Any) -> None:
        """Ours and the usual ways give every declaration the same amounts, state and lane."""
        import bench.usual_way as usual

        found = []
        for way in (
            lambda lines: self.lodge(self._written(lines)),
            lambda lines: usual.lodge_each(lines, border, *self.acting()),
            lambda lines: usual.lodge_all(lines, border, *self.acting()),
        ):
            self.files = 0
            lines = self.lines(200)
            way(lines)
            found.append(_taken_out())
        assert found[0] == found[1] == found[2], "the ways do not agree"
        assert len(found[0]) == 200
        self.files = 1

    def _written(self, lines: Sequence[bytes]) -> Path:
        path = self.place / "agree.ndjson"
        path.write_bytes(b"\n".join(lines))
        return path

    def _cost(self) -> float:
        """CPU a declaration of one file."""
        return self.timed(self.lodge, self.file(FLAT)).cpu / FLAT

    def _held(self) -> int:
        from entrepot.hub.customs.models import Declaration

        return Declaration.objects.count()

    def _flatness(self, first: float, begun: int) -> dict[str, Any]:
        """CPU a declaration in a book that held little, and in one that has grown to `MOST`."""
        while (held := self._held()) < MOST - FLAT:
            self.lodge(self.file(min(20_000, MOST - FLAT - held)))
        last = self._cost()
        return {
            "from": begun,
            "to": self._held(),
            "microseconds_first": round(first * 1e6),
            "microseconds_last": round(last * 1e6),
            "last_to_first": round(last / first, 2),
        }


class _Started:
    """Starts the database and the hub, and clears them away."""

    def __init__(self, place: Path, vendor: str) -> None:
        self.place, self.vendor = place, vendor
        self.server: Server | None = None

    def __enter__(self) -> Hub:
        os.environ["ENTREPOT_HOME"] = str(self.place / "home")
        os.environ["DATABASE_URL"] = self._database() if self.vendor == "postgres" else ""
        os.environ["DJANGO_SETTINGS_MODULE"] = "entrepot.hub.settings"
        import django

        django.setup()
        _furnish()
        return Hub(self.place, self._postmaster())

    def __exit__(self, *_: object) -> None:
        if self.server is not None:
            self.server.down()

    def _database(self) -> str:
        from entrepot.hub.database import Server, ordinary_user
        from entrepot.trade.finding import Refused

        owner, folder = ordinary_user(), self.place / "database"
        folder.mkdir()
        if owner:
            shutil.chown(folder, owner)
        self.server = Server(folder / "server", owner)
        try:
            return self.server.up()
        except (Refused, ImportError, OSError) as missing:
            print(f"no PostgreSQL can be had: {missing}", file=sys.stderr)
            sys.exit(apart.NO_DATABASE)

    def _postmaster(self) -> int | None:
        if self.server is None:
            return None
        return int((self.server.folder / "rows" / "postmaster.pid").read_text().splitlines()[0])


def _furnish() -> None:
    """Tables, parties, the list of names, and as many profiles as a border has."""
    from entrepot.hub import keeping
    from entrepot.hub.customs import actions, queries
    from entrepot.hub.events import Actor, clock
    from entrepot.hub.parties import actions as parties

    keeping.migrate()
    by = Actor("worker", "bench", "the measurement", clock.now())
    for code, country, rights in (
        ("my-customs", "MY", ("customs",)),
        ("cn-customs", "CN", ("customs",)),
        ("kl-batik", "MY", ("declarant",)),
    ):
        parties.register(code, name=code, country=country, rights=rights, by=by)
    listed = "name,entry,kind\n" + "\n".join(f"{name},{n},person" for n, name in enumerate(_names(LISTED)))
    actions.load_list(listed.encode(), by=by, code="bench", title="Made-up names")
    assert queries.index() is not None
    _more_profiles()


def _names(count: int) -> Iterator[str]:
    """Names that nobody has, of syllables; a few are near to those on the parcels."""
    dice = random.Random(7)  # noqa: S311 - dice, not a secret
    starts = ("ba", "ko", "ri", "ma", "su", "te", "vo", "za", "chen", "li", "har", "mo", "gra", "sti", "per", "dju")
    for _ in range(count):
        yield " ".join("".join(dice.choices(starts, k=dice.randint(2, 3))).title() for _ in range(dice.randint(2, 3)))


def _more_profiles() -> None:
    """Where the law has fewer than thirty, made-up ones of the same vocabulary stand beside them."""
    from entrepot.statute.book import Jurisdiction
    from entrepot.trade.risk import profile

    held = Jurisdiction.profiles
    made = [
        profile({"code": f"B-{n}", "name": f"Made up {n}", "lane": "yellow", "reason": "Measured.", "when": when})
        for n, when in enumerate(_conditions())
    ]
    Jurisdiction.profiles = lambda self, day: (*(own := held(self, day)), *made[: max(0, PROFILES - len(own))])  # type: ignore[method-assign]


def _conditions() -> Iterator[dict[str, object]]:
    score = [{"points": 50, "when": {"item-count-over": 9}}, {"points": 50, "when": {"unregistered": True}}]
    for n in range(PROFILES):
        yield {"direction": "import", "an-item": {"goods": [f"{71 + n % 20}"], "value-per-kg-over": "MYR 90000"}}
        yield {"an-item": {"words": [f"word{n}", f"other{n}"], "origin": ["CN", "VN"]}}
        yield {"direction": "import", "regime": ["general"], "value-over": "MYR 200000"}
        yield {"from": ["KP", "IR"], "mass-over": "5"}
        yield {"score": {"from": 90, "card": score}}


def _file_papers(exported: Sequence[Any]) -> None:
    """Order, payment and waybill of each, as their senders filed them."""
    import msgspec

    from entrepot.hub import sealing
    from entrepot.hub.customs.models import Paper
    from entrepot.hub.events import clock
    from entrepot.trade.matching import OrderPaper, PaymentPaper, WaybillPaper, party_key, seal

    key, at = sealing.commitment_key(), clock.now()
    filed = []
    for facts in exported:
        buyer, name = party_key(key, facts.consignee.name), seal(key, facts.consignee.name)
        address = seal(key, facts.consignee.address)
        goods, pieces = facts.goods_value, sum(int(item.quantity) for item in facts.items)
        paid, number = (goods + facts.freight_paid).text, facts.lrn
        papers = {
            "order": OrderPaper(
                *(facts.ucr, number, f"P-{number}", facts.currency, goods.text, facts.freight, "0", "0", paid),
                *(pieces, buyer, name, buyer, name, address),
            ),
            "payment": PaymentPaper(facts.ucr, number, f"P-{number}", facts.currency, paid, buyer, name),
            "waybill": WaybillPaper(facts.ucr, number, facts.transport_document, pieces, buyer, name, address),
        }
        for kind, paper in papers.items():
            told = msgspec.to_builtins(paper)
            filed.append(Paper(kind=kind, ucr=facts.ucr, sender_id="kl-batik", facts=told, received_at=at))
    Paper.objects.bulk_create(filed, batch_size=2000)


def _taken_out() -> list[tuple[Any, ...]]:
    """What was lodged, after which nothing is left of it but events and charges."""
    from entrepot.hub.customs.models import BatchDecision, Decision, Declaration, Paper

    names = ("lrn", "mrn", "state", "lane", "currency", "duty_minor", "tax_minor")
    found = list(Declaration.objects.order_by("lrn").values_list(*names))
    for model in (BatchDecision, Decision, Declaration, Paper):
        model.objects.all().delete()
    return found


if __name__ == "__main__":
    main(sys.argv[1])
