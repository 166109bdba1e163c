"""Languages: passages that are not in English give no clause, are told once each, and hide none that is."""

import pytest

import treatylex
from treatylex.errors import Severity
from treatylex.model.provisions import LeafKind

ENGLISH = """PACT OF ISSEL

Article 1

Each Party shall register its vessels and shall send the other Party a copy of the register.

Article 2

The Parties may consult at the request of either of them.
"""
FRENCH = """PACTE D'ISSEL

Article premier

Chaque Partie tient un registre de ses navires et en adresse une copie à l'autre Partie.

Article 2

Les Parties peuvent se consulter à la demande de l'une d'entre elles.
"""
RUSSIAN = "Статья 1\n\nКаждая Сторона ведёт реестр своих судов и направляет его копию другой Стороне.\n"


@pytest.mark.parametrize(("other", "language"), [(FRENCH, "French"), (RUSSIAN, "Cyrillic")])
@pytest.mark.parametrize("behind", [True, False])
def test_another_version_beside_the_english_one_gives_no_clause_and_one_diagnostic(
    other: str, language: str, behind: bool
) -> None:
    text = f"{ENGLISH}\n{other}" if behind else f"{other}\n{ENGLISH}"
    treaty = treatylex.parse(text)
    alone = treatylex.parse(ENGLISH)
    assert [each.eid for each in treaty.articles] == ["art_1", "art_2"]
    assert treaty.clauses == alone.clauses
    told = [each for each in treaty.diagnostics if each.code == "not-english"]
    assert [each.severity for each in told] == [Severity.WARNING]
    assert language in told[0].message
    foreign = [leaf for leaf in treaty.leaves if leaf.kind is LeafKind.FOREIGN]
    assert "".join("".join(leaf.text.split()) for leaf in foreign) == "".join(other.split())


@pytest.mark.parametrize(
    ("other", "language"),
    [
        ("Les Parties contractantes se consultent sur les questions qui sont dans leur intérêt.", "French"),
        ("Wenn eine Partei dies will, kann sie den Rat um eine Sitzung bitten.", "German"),
        ("Las Partes se comunican los cambios de la ley. La notificación se hará por escrito al Consejo.", "Spanish"),
    ],
)
def test_sentences_in_another_language_between_english_ones_give_no_clause_and_one_diagnostic(
    other: str, language: str
) -> None:
    first, last = "Each Party shall report to the Council.", "The Council shall publish the reports."
    treaty = treatylex.parse(f"Article 1\n\n{first} {other} {last}")
    assert [clause.text for clause in treaty.clauses] == [first.rstrip("."), last.rstrip(".")]
    (told,) = treaty.diagnostics
    assert (told.code, told.severity) == ("not-english", Severity.WARNING)
    assert language in told.message
    assert [leaf.text for leaf in treaty.leaves if leaf.kind is LeafKind.FOREIGN] == [other]


@pytest.mark.parametrize(
    "sentence",
    [
        "Each Party shall apply the principle of “de minimis non curat lex” to its tariffs.",
        "The Port Authority of Las Rocas shall inform the Governments of El Paso, Los Pinos and La Mora.",
        "Force majeure shall be notified à la lettre.",
    ],
)
def test_a_sentence_with_foreign_words_is_english(sentence: str) -> None:
    treaty = treatylex.parse(f"Article 1\n\nThe Parties shall meet. {sentence}")
    assert len(treaty.clauses) == 2
    assert not treaty.diagnostics


def test_a_russian_text_in_the_wrong_encoding_is_told_as_such() -> None:
    garbled = RUSSIAN.encode("cp1251").decode("cp1252")
    treaty = treatylex.parse(f"{ENGLISH}\n{garbled * 2}")
    (told,) = [each for each in treaty.diagnostics if each.code == "not-english"]
    assert "encoding" in told.message
    assert len(treaty.clauses) == 3


def test_a_text_without_english_is_told_whole_and_gives_no_clause() -> None:
    treaty = treatylex.parse(FRENCH)
    assert not treaty.clauses
    (told,) = [each for each in treaty.diagnostics if each.code == "not-english"]
    assert (told.severity, "in French" in told.message) == (Severity.ERROR, True)


def test_french_paragraphs_between_english_ones_are_left_out_where_they_stand() -> None:
    pairs = zip(ENGLISH.split("\n\n")[1:], FRENCH.split("\n\n")[1:], strict=True)
    treaty = treatylex.parse("\n\n".join(part.strip() for pair in pairs for part in pair))
    assert len(treaty.clauses) == 3
    assert {str(each.bearer) for each in treaty.clauses} == {"Each Party", "The Parties"}


@pytest.mark.parametrize(
    "passage",
    [
        "The Ministry means, for Norland, the Ministerio de la Pesca y del Mar de la República de Norland.",
        "(a) de facto control; (b) inter alia, mutatis mutandis, a ship; (c) a pro rata share of it.",
        "1 July 1966: 90 per cent; 1 July 1967: 80 per cent; 1 July 1968: 70 per cent; 1 July 1969: 60 per cent.",
        "Señora María de la Cruz y Peña; Señor Juan de los Ríos",
    ],
)
def test_english_with_foreign_names_stays_english(passage: str) -> None:
    treaty = treatylex.parse(f"{ENGLISH}\n{passage}\n")
    assert not [each for each in treaty.diagnostics if each.code == "not-english"]


@pytest.mark.parametrize("word", ["P\u0430rty", "shal\u04cf", "\u0410greement", "m\u03bfnth"])
def test_a_word_with_a_letter_of_another_alphabet_is_told(word: str) -> None:
    treaty = treatylex.parse(f"Article 1\n\nEach {word} shall report.")
    (told,) = (each for each in treaty.diagnostics if each.code == "mixed-alphabets")
    assert told.span.of(treaty.text) == word
    assert told.severity.value == "warning"


@pytest.mark.parametrize(
    "text",
    [
        "No more than 5 \u03bcg may be released.",
        "The Республика shall act.",
        "\u0394t shall be 2.",
        "Each Pàrty shall act.",
    ],
)
def test_signs_and_words_of_other_alphabets_are_no_lookalikes(text: str) -> None:
    assert not [each for each in treatylex.parse(text).diagnostics if each.code == "mixed-alphabets"]


@pytest.mark.parametrize(
    "said",
    [
        *(
            "Error! Reference source not found.",
            "Error! Bookmark not defined.",
            "Error! Not a valid bookmark self-reference",
        ),
        *("Error! No text of specified style in document.", "Error! Invalid character setting."),
        *("Fehler! Verweisquelle konnte nicht gefunden werden.", "Fehler! Textmarke nicht definiert."),
        *("Erreur ! Source du renvoi introuvable.", "Erreur\u00a0! Signet non défini."),
        *("¡Error! No se encuentra el origen de la referencia.", "¡Error! Marcador no definido."),
        *("Errore. L’origine riferimento non è stata trovata.", "Errore. Il segnalibro non è definito."),
        *("Erro! Fonte de referência não encontrada.", "Erro! Indicador não definido."),
        *("Fout! Verwijzingsbron niet gevonden.", "Fout! Bladwijzer niet gedefinieerd."),
        *("Ошибка! Источник ссылки не найден.", "Ошибка! Закладка не определена."),
        *("Error: Reference source not found", "Fehler: Verweis nicht gefunden"),
        "Erreur\u00a0: source de la référence non trouvée",
        *("Błąd! Nie można odnaleźć źródła odwołania.", "Błąd! Nie zdefiniowano zakładki."),
    ],
)
def test_a_cross_reference_that_leads_nowhere_is_told(said: str) -> None:
    treaty = treatylex.parse(f"Article 1\n\nEach Party shall act under Article {said} within a year.")
    (told,) = (each for each in treaty.diagnostics if each.code == "broken-reference")
    assert treaty.text[told.span.start : told.span.end] == said
    assert told.severity is Severity.WARNING


@pytest.mark.parametrize(
    "said",
    ["Error! The Party shall act.", "Fehler! Er soll handeln.", "Erro! Indicador.", "Error: The Party shall act."],
)
def test_an_exclamation_is_no_broken_reference(said: str) -> None:
    treaty = treatylex.parse(f"Article 1\n\nEach Party shall act under Article 2. {said}")
    assert "broken-reference" not in {each.code for each in treaty.diagnostics}


@pytest.mark.parametrize("words", ["“Party”", "the Party’s copy", "Zürich", "§ 5", "10 °C", "Évora – São Tomé"])
def test_signs_in_utf_8_that_were_read_in_another_encoding_are_told_once(words: str) -> None:
    text = f"Each Party shall keep {words}, and {words}."
    garbled = text.encode().decode("cp1252", errors="replace")
    (told,) = (each for each in treatylex.parse(garbled).diagnostics if each.code == "garbled-text")
    assert "times" in told.message
    assert "garbled-text" not in {each.code for each in treatylex.parse(text).diagnostics}


@pytest.mark.parametrize("text", ["The Error! The Council shall act.", "No error may count.", "SÃO PAULO, Ângela, Â"])
def test_errors_that_are_spoken_of_and_letters_with_accents_are_no_garbling(text: str) -> None:
    told = {each.code for each in treatylex.parse(text).diagnostics}
    assert not told & {"broken-reference", "garbled-text"}
