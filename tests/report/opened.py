"""A report opened in headless Chromium, from its file and with a fresh profile."""

import contextlib
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
]


def options(profile):
    chosen = webdriver.ChromeOptions()
    for flag in [*FLAGS, f"--user-data-dir={profile}"]:
        chosen.add_argument(flag)
    chosen.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chosen.add_experimental_option("prefs", {"download.default_directory": f"{profile}/downloads"})
    return chosen


@contextlib.contextmanager
def opened(report):
    """The driver with the report in its window; `downloads` is where saved figures go."""
    with tempfile.TemporaryDirectory() as profile:
        driver = webdriver.Chrome(options=options(profile), service=Service("/usr/bin/chromedriver"))
        try:
            driver.set_script_timeout(60)
            driver.downloads = f"{profile}/downloads"
            size(driver, 1280, 900)
            driver.get(report.as_uri())
            driver.execute_async_script("document.fonts.ready.then(() => arguments[0]())")
            yield driver
        finally:
            driver.quit()


def size(driver, width, height):
    """The size of the page, exactly: windows cannot be as narrow as telephones."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
