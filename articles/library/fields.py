"""The columns of a picture that look after themselves: its file is safe, and its words can be found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models

from articles.folding import words_of
from articles.library.safety import EXTENSIONS, accept

if TYPE_CHECKING:
    from articles.models.picture import Picture


class PictureFormField(forms.FileField):
    """A file input that refuses, with a sentence, whatever may not come into the library."""

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        return file and accept(file)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # The admin puts a legend above the input where there is a file already, and no label.
        return {**super().widget_attrs(widget), "accept": accepted_types(), "aria-label": self.label}


class PictureField(models.FileField):
    """A file that is written anew on every way into the library: form, command or `Picture.objects.create`."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            accepted = accept(file.file)
            setattr(model_instance, self.attname, accepted)
            picture: Picture = model_instance  # type: ignore[assignment]
            picture.take(accepted)
        return super().pre_save(model_instance, add)

    def formfield(self, **kwargs: Any) -> Any:
        # The name is made anew, so its length does not matter.
        return super().formfield(**{"form_class": PictureFormField, **kwargs, "max_length": None})


class FoldedField(models.TextField[str, str]):
    """The words of other columns, folded for a search."""

    def __init__(self, *args: Any, of: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "editable": False, "blank": True})
        self.of = of

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["blank"]
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = " ".join(words_of(" ".join(getattr(model_instance, name) for name in self.of)))
        setattr(model_instance, self.attname, folded)
        return folded


def accepted_types() -> str:
    """Return what a file input offers to choose from."""
    return ",".join(f"image/{name.lower()}" for name in EXTENSIONS)
