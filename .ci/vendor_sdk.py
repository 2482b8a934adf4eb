"""Calls all described operations with the vendor's SDK, on a mock server that verifies its signatures.

Requests and what is expected of the responses are derived from generated-client/openapi.json.

Usage: vendor_sdk.py ACCESS_KEY, with the secret key in HUAWEICLOUD_SDK_SK and the output of `hss mock` on standard
input.
"""

import json
import os
import sys
from pathlib import Path

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkcore.utils.http_utils import sanitize_for_serialization
from huaweicloudsdkhss import v5

DOCUMENT = json.loads(Path("generated-client/openapi.json").read_text())
FILE = Path("generated-client/core/src/mock/sample.zip").read_bytes()
SETTINGS = {"project": "vendor-project", "region": "cn-north-4", "enterprise_project": "0"}
# The signature covers the slash in its percent-encoded form.
TEXT = "a b/+ä"


def client(url, access_key, secret_key):
    credentials = BasicCredentials(access_key, secret_key, SETTINGS["project"])
    return v5.HssClient.new_builder().with_credentials(credentials).with_endpoints([url]).build()


def operations():
    return [operation for path in DOCUMENT["paths"].values() for operation in path.values()]


def resolved(schema):
    """Follows the references of a schema."""
    for reference in [schema, *schema.get("allOf", [])]:
        if "$ref" in reference:
            return resolved(DOCUMENT["components"]["schemas"][reference["$ref"].rsplit("/", 1)[1]])
    return schema


def sample(schema):
    """Returns a valid value, with all fields of an object."""
    schema = resolved(schema)
    for key in ["x-extensible-enum", "enum"]:
        if key in schema:
            return schema[key][0]
    match schema.get("type"):
        case "integer" | "number":
            return min(max(1, schema.get("minimum", 1)), schema.get("maximum", 1))
        case "boolean":
            return True
        case "array" if "x-huaweicloud-items" in schema:
            return [sample(item) for item in schema["x-huaweicloud-items"]]
        case "array":
            return [sample(schema["items"])] * max(1, schema.get("minItems", 1))
        case "object":
            return {name: sample(property) for name, property in schema["properties"].items()}
        case _:
            return TEXT.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]


def arguments(operation):
    """Returns the values of all parameters, and of the body."""
    values = {}
    for parameter in operation["parameters"]:
        setting = parameter.get("x-huaweicloud-client-setting")
        values[parameter["name"]] = SETTINGS[setting] if setting else sample(parameter["schema"])
    if "requestBody" in operation:
        values["body"] = sample(operation["requestBody"]["content"]["application/json"]["schema"])
    return values


def build(name, values):
    """Returns an object of a class of the SDK, with the fields that the SDK knows."""
    model = getattr(v5, name)
    keywords = {attribute: values[key] for attribute, key in model.attribute_map.items() if key in values}
    if "body" in keywords and model.openapi_types["body"] in vars(v5):
        keywords["body"] = build(model.openapi_types["body"], keywords["body"])
    return model(**keywords)


def method(hss, operation):
    """Returns the SDK's method of an operation, which has the same name except for underscores."""
    name = operation["operationId"].lower()
    found = [method for method in dir(hss) if method.replace("_", "") == name and not method.startswith("_")]
    assert found, f"the SDK has no method for {operation['operationId']}"
    return getattr(hss, found[0])


def call(hss, operation, values):
    response = method(hss, operation)(build(operation["operationId"] + "Request", values))
    success = next(iter(operation["responses"].values()))
    ((media_type, content),) = success.get("content", {None: {}}).items()
    if media_type == "application/octet-stream":
        chunks = []
        response.consume_download_stream(lambda stream: chunks.extend(stream.iter_content(chunk_size=None)))
        assert b"".join(chunks) == FILE, f"{operation['operationId']}: the file differs from that of the mock server"
        return None
    decoded = sanitize_for_serialization(response)
    for field in resolved(content.get("schema", {})).get("properties", {}):
        known = field in type(response).attribute_map.values()
        assert not known or "x-huaweicloud-wait" in operation or field in decoded, (operation["operationId"], field)
    return decoded


def call_all(hss):
    for operation in operations():
        values = arguments(operation)
        decoded = call(hss, operation, values)
        page = operation.get("x-huaweicloud-pagination", {})
        if "items" in page and "total" in page:
            expected = min(values[page["limit"]], decoded[page["total"]] - values[page["offset"]])
            assert len(decoded[page["items"]]) == expected > 0, decoded
        if wait := operation.get("x-huaweicloud-wait"):
            states = [state[wait["field"]] for state in [decoded, *(call(hss, operation, values) for _ in range(2))]]
            assert states[0] == states[1] and states[2] in wait["success"], states


def assert_rejected(call, code):
    try:
        call()
    except ClientRequestException as error:
        assert error.error_code == code, error
    else:
        raise AssertionError(f"the request succeeded instead of failing with {code}")


def below_minimum():
    """Returns an operation, and arguments with one of them below its minimum."""
    for operation in operations():
        for parameter in operation["parameters"]:
            if (minimum := parameter["schema"].get("minimum")) is not None:
                return operation, arguments(operation) | {parameter["name"]: minimum - 1}
    raise AssertionError("no parameter has a minimum")


def main():
    (access_key,) = sys.argv[1:]
    url = json.loads(sys.stdin.readline())["url"]
    hss = client(url, access_key, os.environ["HUAWEICLOUD_SDK_SK"])
    call_all(hss)
    operation, invalid = below_minimum()
    assert_rejected(lambda: call(hss, operation, invalid), "HSS.0001")
    unauthorized = client(url, access_key, "another-secret-key")
    assert_rejected(lambda: call(unauthorized, operation, arguments(operation)), "APIGW.0301")
    print(f"vendor SDK: {len(operations())} operations succeeded; an invalid request and an invalid signature were rejected")


main()
