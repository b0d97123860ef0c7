# SPDX-License-Identifier: GPL-3.0-or-later
"""said - what programs ask the desktop to tell the person in front of it."""
import os
import subprocess

import dbus
import dbusmock


class Desktop:
    """Takes notifications, as a desktop does, from every program that is started while it lives."""

    def __enter__(self):
        os.environ["GNOTIFICATION_BACKEND"] = "freedesktop"
        self.process, self.object = dbusmock.DBusTestCase.spawn_server_template("notification_daemon", {},
                                                                                 stdout=subprocess.DEVNULL)
        return self

    def __exit__(self, *_rest):
        self.process.terminate()
        self.process.wait()

    def said(self):
        """[(title, text)], the oldest first."""
        calls = dbus.Interface(self.object, dbusmock.MOCK_IFACE).GetMethodCalls("Notify")
        return [(str(words[3]), str(words[4])) for _when, words in calls]
