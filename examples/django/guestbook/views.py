from django.conf import settings
from django.forms import modelform_factory
from django.shortcuts import redirect, render

from guestbook.models import Entry

EntryForm = modelform_factory(Entry, fields=["name", "message"])


def index(request):
    form = EntryForm(request.POST or None)
    if form.is_valid():
        form.save()
        return redirect("index")
    context = {"form": form, "entries": Entry.objects.all()[:50], "revision": settings.REVISION}
    return render(request, "guestbook/index.html", context)
