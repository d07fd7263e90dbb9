from django.test import TestCase, override_settings

from guestbook.models import Entry


# Plain file names, so that the tests run without collectstatic.
@override_settings(STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}})
class GuestbookTests(TestCase):
    def test_shows_what_visitors_wrote(self):
        Entry.objects.create(name="Ada", message="Lovely place.")

        response = self.client.get("/")

        self.assertContains(response, "Lovely place.")

    def test_keeps_a_new_entry(self):
        response = self.client.post("/", {"name": "Grace", "message": "Found a moth."})

        self.assertRedirects(response, "/")
        self.assertEqual(Entry.objects.get().message, "Found a moth.")

    def test_refuses_an_entry_without_a_message(self):
        response = self.client.post("/", {"name": "Grace", "message": ""})

        self.assertContains(response, "This field is required.")
        self.assertFalse(Entry.objects.exists())

    @override_settings(REVISION="4f2c1d9")
    def test_shows_the_revision(self):
        response = self.client.get("/")

        self.assertContains(response, "Revision 4f2c1d9")
