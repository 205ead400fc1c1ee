"""The API described: every operation as a page and as an OpenAPI document, kinds of problems."""

from functools import cache

from django.http import Http404
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from rest_framework.response import Response

from deals import parameters
from deals.api import examples, promise
from deals.api.endpoint import endpoint
from deals.api.problems import PROBLEMS
from deals.paths import api
from deals.resources.links import site

LANG = {"lang": parameters.language}
COLLECTION = "/api/v1/"
FIRST = ("projects", "totals", "editions", "conferences", "figures")


@endpoint(None, offers=())
def reference(request):
    """Every operation with its parameters, and the shapes of the answers."""
    described = document(translation.get_language())
    found = {"groups": groups(described), "shapes": shapes(described)}
    return render(request._request, "api/reference.html", framed(request, **found))


@endpoint(None)
def openapi(request):
    """The OpenAPI 3.1 document."""
    only_language(request)
    language = translation.get_language()
    guide = {
        "url": site.get() + api(f"?lang={language}"),
        "description": _("How to use it, with programs that work, and what has changed"),
    }
    servers = [{"url": site.get() + get_script_prefix().rstrip("/")}]
    return Response({**document(language), "servers": servers, "externalDocs": guide})


def only_language(request):
    """The pages here are lenient, as all pages are: links carry a currency along."""
    with parameters.strict(request.GET, LANG):
        parameters.read(request.GET, LANG)


@endpoint(None, offers=())
def problem_kind(request, slug):
    """What a kind of problem means; the `type` of problem documents leads here."""
    if slug not in PROBLEMS:
        raise Http404(_("There is no such kind of problem."))
    status, title, explanation = PROBLEMS[slug]
    context = framed(
        request,
        status=status,
        problem_title=title,
        explanation=explanation,
        example=examples.problem(slug),
    )
    return render(request._request, "api/problem.html", context)


def framed(request, **context) -> dict:
    """The context of a page of the API, with what all of them have."""
    return {
        "section": "api",
        "data_version": request.snapshot.version,
        "changed_at": request.snapshot.changed_at,
        "translated_url": f"{request.path}?lang={_other_language()}",
        **context,
    }


@cache
def document(language: str) -> dict:
    """The description in a language; it follows from the code alone."""
    with translation.override(language):
        described = SchemaGenerator().get_schema(request=None, public=True)
        about = _(
            "Investment projects that conferences report, with their evidence; read-only and "
            "without a key. Unknown parameters and bad values are refused, never ignored."
        )
        described["info"]["description"] = f"{about}\n\n{promise.in_words()}"
        described["info"]["license"] = {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}
        return described


def _other_language() -> str:
    return "en" if translation.get_language() == "zh-hans" else "zh-hans"


# The document for people


def groups(described: dict) -> list[dict]:
    """The operations under their tags, the most used first."""
    found: dict[str, list] = {}
    for path, methods in described["paths"].items():
        operation = methods["get"]
        found.setdefault(operation["tags"][0], []).append(_operation(path, operation))
    names = sorted(found, key=lambda name: (*FIRST, name).index(name))
    return [{"name": name, "operations": found[name]} for name in names]


def _operation(path: str, operation: dict) -> dict:
    content = operation["responses"]["200"]["content"]
    media, schema = next((name, body["schema"]) for name, body in content.items())
    results = schema.get("properties", {}).get("results", {}).get("items")
    return {
        "id": operation["operationId"],
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "media": media,
        "others": [name for name in content if name != media],
        "answer": _type(_whole(results or schema)),
        "is_list": bool(results),
        "parameters": [_parameter(p) for p in operation["parameters"] if p["in"] != "header"],
    }


def _whole(schema: dict) -> dict:
    """A record as it comes without fields and expand."""
    return schema["anyOf"][0] if "anyOf" in schema else schema


def _parameter(parameter: dict) -> dict:
    schema = parameter["schema"]
    several = schema.get("type") == "array"
    commas = several and not parameter.get("explode", True)
    return {
        "name": parameter["name"],
        "in_path": parameter["in"] == "path",
        "several": several and not commas,
        "commas": commas,
        "type": _type(schema["items"] if several else schema),
        "words": (schema["items"] if several else schema).get("enum", []),
        "default": _default(schema),
        "none": several and "none" in schema["items"].get("description", ""),
        "description": parameter["description"],
    }


def _default(schema: dict) -> str:
    found = schema.get("default", "")
    return ",".join(found) if isinstance(found, list) else str(found)


def shapes(described: dict) -> list[dict]:
    """The components: each with its fields, or its words."""
    return [
        {
            "name": name,
            "description": schema.get("description", ""),
            "words": schema.get("enum", []),
            "fields": [(field, _type(s)) for field, s in schema.get("properties", {}).items()],
        }
        for name, schema in described["components"]["schemas"].items()
    ]


def _type(schema: dict) -> str:
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema and "type" not in schema:
        return _(" or ").join(_type(each) for each in schema["anyOf"])
    if "enum" in schema:
        return _(" or ").join(schema["enum"])
    if schema.get("type") == "array":
        return _("list of %s") % _type(schema["items"])
    if schema.get("additionalProperties"):
        return _("object of %s") % _type(schema["additionalProperties"])
    if "minimum" in schema:
        return _("integer, %(low)d to %(high)d") % {
            "low": schema["minimum"],
            "high": schema["maximum"],
        }
    formats = [schema["format"]] if "format" in schema else []
    formats += [each["format"] for each in schema.get("anyOf", [])]
    return _(" or ").join(formats) or schema.get("title") or schema.get("type", _("anything"))
