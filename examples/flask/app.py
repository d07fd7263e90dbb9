"""Counts the words of a text and estimates how long it takes to read."""

import math

from flask import Flask, render_template, request

WORDS_PER_MINUTE = 240

app = Flask(__name__)


def measure(text):
    words = len(text.split())
    return {
        "words": words,
        "characters": len(text),
        "minutes": math.ceil(words / WORDS_PER_MINUTE),
    }


@app.get("/")
def index():
    text = request.args.get("text", "")
    return render_template("index.html", text=text, result=measure(text))


@app.post("/api/measure")
def api():
    return measure(request.get_data(as_text=True))
