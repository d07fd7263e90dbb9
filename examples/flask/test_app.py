import pytest

from app import app, measure


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (1, 1), (240, 1), (241, 2)])
def test_rounds_reading_time_up_to_whole_minutes(words, minutes):
    assert measure("word " * words)["minutes"] == minutes


def test_the_page_shows_the_count():
    response = app.test_client().get("/", query_string={"text": "To be, or not to be"})

    assert "6 words, 19 characters, 1 min" in response.text


def test_the_api_measures_the_body():
    response = app.test_client().post("/api/measure", data="naïve café")

    assert response.json == {"words": 2, "characters": 10, "minutes": 1}
