"""Lists of names are taken up as they are published, and names of every script are found on them."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import pytest

from entrepot.hub.customs import actions, lists, names, queries
from entrepot.hub.customs.models import Declaration, NameList
from entrepot.hub.events.models import Event
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import Trader
from entrepot.trade.finding import NotYours, Refused
from entrepot.trade.screening import Index, Listed
from tests import cast
from tests.hub.customs import goods

SHARED = Path(__file__).parents[4] / "shared" / "data" / "sanctions-lists"

SDN = b"""36,"VANDERBERG SHIPPING LLC",-0- ,"FICTION-3",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. 'VSL'."
9005,"ZHANG, Wei Ming","individual","FICTION-1",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
70,"CELADON STAR","vessel","FICTION-3",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
\x1a"""
ALT = b'9005,1,"aka","CHEUNG, Wai Ming",-0-\n'
UN = b"""<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-01-05T10:00:00"><INDIVIDUALS><INDIVIDUAL>
<DATAID>1</DATAID><FIRST_NAME> Kiln</FIRST_NAME><SECOND_NAME>MASTER </SECOND_NAME><UN_LIST_TYPE>Fiction</UN_LIST_TYPE>
<REFERENCE_NUMBER>FIi.001 </REFERENCE_NUMBER><INDIVIDUAL_ALIAS><ALIAS_NAME>Celadon Hand</ALIAS_NAME></INDIVIDUAL_ALIAS>
</INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>GLAZE BRIGADE (GB)</FIRST_NAME>
<UN_LIST_TYPE>Fiction</UN_LIST_TYPE><REFERENCE_NUMBER>FIe.002</REFERENCE_NUMBER></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""
PLAIN = b"Name,Entry,Aliases,Kind,Programme\nWolf Trading,W-1,Lang Mao;Lang Trading,entity,P\n,W-2,,,\n"


class TestReading:
    def test_the_sdn_form_gives_kinds_programmes_and_the_aliases_of_both_places(self):
        reading = lists.read(SDN, aliases=ALT)
        assert reading.entries == (
            Listed("ofac-sdn", "36", "VANDERBERG SHIPPING LLC", ("VSL",), "organisation", "FICTION-3"),
            Listed("ofac-sdn", "9005", "ZHANG, Wei Ming", ("CHEUNG, Wai Ming",), "person", "FICTION-1"),
            Listed("ofac-sdn", "70", "CELADON STAR", (), "vessel", "FICTION-3"),
        )
        assert reading.findings == ()

    def test_the_form_of_the_united_nations_gives_its_date_and_names_without_what_stands_in_brackets(self):
        reading = lists.read(UN)
        assert reading.published == "2026-01-05T10:00:00"
        assert reading.entries == (
            Listed("un", "FIi.001", "Kiln MASTER", ("Celadon Hand",), "person", "Fiction"),
            Listed("un", "FIe.002", "GLAZE BRIGADE (GB)", ("GLAZE BRIGADE",), "organisation", "Fiction"),
        )

    def test_a_plain_table_is_read_by_its_headings_and_a_nameless_row_left_out(self):
        reading = lists.read(PLAIN, "ours")
        assert reading.entries == (
            Listed("ours", "W-1", "Wolf Trading", ("Lang Mao", "Lang Trading"), "organisation", "P"),
        )
        assert [finding.code for finding in reading.findings] == ["list-row-nameless"]

    @pytest.mark.parametrize(
        ("content", "code", "form", "told"),
        [
            (PLAIN, "", "", "list-without-code"),
            (b"<CONSOLIDATED_LIST>", "", "", "list-unreadable"),
            (b"<CONSOLIDATED_LIST/>", "", "", "list-empty"),
            (b"a,b\n1,2\n", "x", "", "list-empty"),
            (b"a,b\n1,2\n", "x", "plain", "list-without-names"),
            (b"name\n\xff\xfe\n", "x", "", "list-unreadable"),
            (SDN, "", "spreadsheet", "list-form-unknown"),
        ],
    )
    def test_what_is_no_list_is_refused_with_its_reason(self, content: bytes, code: str, form: str, told: str):
        with pytest.raises(Refused) as refused:
            lists.read(content, code, form)
        assert [finding.code for finding in refused.value.findings] == [told]

    def test_entities_of_xml_are_not_followed(self):
        trap = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + UN.split(b"?>")[1].replace(b"Kiln", b"&e;")
        assert "root:" not in repr(lists.read(trap).entries)


class TestLatin:
    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("张伟明", "zhang weiming"),
            ("張偉明", "zhang weiming"),
            ("張 偉明", "zhang weiming"),
            ("欧阳娜娜", "ouyang nana"),
            ("歐陽娜娜", "ouyang nana"),
            ("曾国藩", "zeng guofan"),
            ("單雄信", "shan xiongxin"),
            ("仇英", "qiu ying"),
            ("Владимир Волков", "Vladimir Volkov"),
            ("José Müller", "Jose Muller"),
        ],
    )
    def test_every_script_is_written_in_latin_letters(self, name: str, told: str):
        assert [" ".join(each.split()) for each in names.latin(name)] == [told]

    @pytest.mark.parametrize(
        ("asked", "near"),
        [
            ("张伟明", 100),
            ("張偉明", 100),
            ("Weiming Zhang", 100),
            ("张伟", None),
            ("章伟明", 100),  # another family name that is read alike: a person compares
            ("王伟明", None),
            ("张明伟", None),
        ],
    )
    def test_a_chinese_name_is_found_as_it_is_read_aloud(self, asked: str, near: int | None):
        index = Index([Listed("fiction", "1", "ZHANG, Wei Ming", (), "person")], latin=names.latin, alike=names.alike)
        assert [hit.near for hit in index.hits(asked)] == ([near] if near else [])

    def test_a_list_in_chinese_is_found_in_latin_letters(self):
        index = Index([Listed("fiction", "1", "張偉明", (), "person")], latin=names.latin, alike=names.alike)
        assert [index.hits(asked)[0].near for asked in ("Zhang Weiming", "Zhang Wei Ming", "张伟明")] == [100] * 3


@pytest.mark.django_db
class TestLoading:
    def test_an_operator_loads_a_list_and_names_are_screened_against_it(self, batik: Party):
        edition, _ = actions.load_list(SDN, by=cast.by("operator"))
        assert (edition.code, edition.edition, edition.count) == ("ofac-sdn", 1, 3)
        assert Event.objects.get(kind="customs.names.loaded").body["entries"] == 3
        [hit] = queries.near("张伟明")
        assert (hit.listed.entry, hit.near) == ("9005", 100)

    def test_the_same_list_again_is_only_seen_again(self, batik: Party):
        first, _ = actions.load_list(SDN, by=cast.by("operator"))
        later = cast.NOON + timedelta(days=3)
        again, _ = actions.load_list(SDN, by=cast.by("operator", later))
        assert (again.pk, again.checked_at, again.loaded_at) == (first.pk, later, cast.NOON)
        assert Event.objects.filter(kind="customs.names.loaded").count() == 1

    def test_a_newer_edition_counts_at_once_and_the_earlier_one_is_kept(self, batik: Party):
        actions.load_list(SDN, by=cast.by("operator"))
        assert queries.near("Celadon Star") != ()
        actions.load_list(SDN.replace(b"CELADON STAR", b"GLAZE MOON"), by=cast.by("operator"))
        assert (queries.near("Celadon Star"), len(queries.near("Glaze Moon"))) == ((), 1)
        assert [each.edition for each in queries.editions("ofac-sdn")] == [2, 1]
        actions.load_list(SDN, by=cast.by("operator"))
        assert [each.edition for each in queries.lists_in_force()] == [3]
        assert queries.near("Celadon Star") != ()

    def test_what_cannot_be_read_leaves_the_list_that_is_in_force(self, batik: Party):
        actions.load_list(UN, by=cast.by("operator"))
        with pytest.raises(Refused):
            actions.load_list(b"<CONSOLIDATED_LIST/>", by=cast.by("operator"))
        assert [(each.code, each.edition) for each in queries.lists_in_force()] == [("un", 1)]

    @pytest.mark.parametrize("who", ["kl-batik", "my-customs"])
    def test_only_an_operator_loads_lists(self, batik: Party, who: str):
        for by in (cast.by(who), cast.stranger()):
            with pytest.raises(NotYours):
                actions.load_list(SDN, by=by)
        assert (NameList.objects.count(), Event.objects.filter(kind="customs.names.loaded").count()) == (0, 0)

    def test_a_list_not_seen_for_too_long_is_told(self, batik: Party):
        actions.load_list(SDN, by=cast.by("operator"))
        week = timedelta(days=7)
        assert queries.stale_lists(cast.NOON + week, week) == ()
        [told] = queries.stale_lists(cast.NOON + timedelta(days=8), week)
        assert (told.code, told.params["list"], told.params["day"]) == ("list-stale", "ofac-sdn", "2026-03-02")


@pytest.mark.django_db
class TestLodging:
    def test_a_listed_consignee_stops_the_goods_before_an_officer_and_is_told_to_nobody_else(self, batik: Party):
        actions.load_list(SDN, by=cast.by("operator"))
        facts = goods.entry(consignee=Trader("张伟明", "MY", address="12 Jalan Kenanga"))
        [judgement] = actions.lodge([facts], declarant=batik, by=cast.by("kl-batik"))
        row = Declaration.objects.get()
        assert (row.lane, row.state, judgement.in_order) == ("red", "under-control", True)
        assert row.hits[0]["params"] == {
            "role": "consignee",
            "list": "ofac-sdn",
            "entry": "9005",
            "near": "100",
            "how": "same",
        }
        assert "伟明" not in repr((row.hits, row.facts, row.findings))
        assert "NAME" not in repr([finding.code for finding in judgement.findings])
        assert all("9005" not in repr(event.body) for event in Event.objects.exclude(kind="customs.names.loaded"))

    def test_without_a_list_nothing_is_screened(self, batik: Party):
        assert queries.index() is None
        [judgement] = actions.lodge([goods.entry()], declarant=batik, by=cast.by("kl-batik"))
        assert judgement.selection is not None
        assert judgement.selection.lane == "green"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the data folder is not beside the project")
class TestPublishedLists:
    def test_the_sdn_list_is_read_whole(self):
        reading = lists.read(gzip.decompress((SHARED / "ofac_sdn_2024-05-03.csv.gz").read_bytes()))
        kinds = [each.kind for each in reading.entries]
        assert (len(kinds), kinds.count("person"), kinds.count("vessel"), kinds.count("aircraft")) == (
            14965,
            6854,
            851,
            376,
        )
        assert reading.findings == ()

    def test_the_list_of_the_united_nations_is_read_whole(self):
        reading = lists.read(gzip.decompress((SHARED / "un_consolidated_2020.xml.gz").read_bytes()))
        kinds = [each.kind for each in reading.entries]
        assert (kinds.count("person"), kinds.count("organisation")) == (713, 305)
