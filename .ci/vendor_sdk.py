"""Calls all seven operations with the vendor's SDK, on a mock server that verifies its signatures.

Usage: vendor_sdk.py ACCESS_KEY, with the secret key in HUAWEICLOUD_SDK_SK and the output of `hss mock` on standard
input.
"""

import json
import os
import sys
from pathlib import Path

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ClientRequestException
from huaweicloudsdkhss.v5 import (
    BatchExportLocalVulInfoRequestInfo,
    BatchExportLocalVulTaskRequest,
    BatchScanPrivateImageRequestInfo,
    BatchScanSwrImageRequest,
    ExportContainerListRequest,
    ExportContainerListRequestBody,
    HssClient,
    ListDownloadExportedFileRequest,
    ListGlobalImageAppsRequest,
    ListLocalImageContainersRequest,
    ListQueryExportTaskRequest,
)

REGION = "cn-north-4"


def client(url, access_key, secret_key):
    credentials = BasicCredentials(access_key, secret_key, "vendor-project")
    return HssClient.new_builder().with_credentials(credentials).with_endpoints([url]).build()


def call_all(hss):
    columns = [["container_name", "Container Name"], ["risky", "Security Risk"]]
    export = hss.export_container_list(
        ExportContainerListRequest(export_size=10, body=ExportContainerListRequestBody(export_headers=columns))
    )
    assert export.task_id == "test", export

    vulnerabilities = hss.batch_export_local_vul_task(
        BatchExportLocalVulTaskRequest(
            region=REGION, export_size=1, body=BatchExportLocalVulInfoRequestInfo(operate_all=True)
        )
    )
    assert vulnerabilities.task_id, vulnerabilities

    hss.batch_scan_swr_image(
        BatchScanSwrImageRequest(
            region=REGION, body=BatchScanPrivateImageRequestInfo(image_type="private_image", operate_all=True)
        )
    )

    apps = hss.list_global_image_apps(ListGlobalImageAppsRequest(region=REGION, limit=20, offset=10, app_name="a b/+ä"))
    assert (apps.total_num, len(apps.data_list)) == (25, 15), apps
    assert apps.data_list[0].app_name, apps

    containers = hss.list_local_image_containers(ListLocalImageContainersRequest(region=REGION, image_name="i", limit=5))
    assert (containers.total_num, len(containers.data_list)) == (25, 5), containers


def download(hss):
    request = ListQueryExportTaskRequest(region=REGION, task_id="test")
    states = [hss.list_query_export_task(request) for _ in range(3)]
    assert [state.task_status for state in states] == ["running", "running", "success"], states
    task = states[-1]
    assert task.file_id, task
    expected = Path("generated-client/core/src/mock/sample.zip").read_bytes()
    # The signature covers the slash in its percent-encoded form.
    for file_id in [task.file_id, "a/b ä"]:
        response = hss.list_download_exported_file(ListDownloadExportedFileRequest(region=REGION, file_id=file_id))
        chunks = []
        response.consume_download_stream(lambda stream: chunks.extend(stream.iter_content(chunk_size=None)))
        assert b"".join(chunks) == expected, f"the file differs from that of the mock server: {file_id}"


def assert_rejected(call, code):
    try:
        call()
    except ClientRequestException as error:
        assert error.error_code == code, error
    else:
        raise AssertionError(f"the request succeeded instead of failing with {code}")


def main():
    (access_key,) = sys.argv[1:]
    url = json.loads(sys.stdin.readline())["url"]
    hss = client(url, access_key, os.environ["HUAWEICLOUD_SDK_SK"])
    call_all(hss)
    download(hss)
    assert_rejected(lambda: hss.list_global_image_apps(ListGlobalImageAppsRequest(limit=9)), "HSS.0001")
    unauthorized = client(url, access_key, "another-secret-key")
    assert_rejected(lambda: unauthorized.list_global_image_apps(ListGlobalImageAppsRequest()), "APIGW.0301")
    print("vendor SDK: 7 operations succeeded, one of them byte for byte; an invalid request and an invalid signature were rejected")


main()
