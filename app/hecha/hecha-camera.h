/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/hecha-env.h"
#include "hecha-recorder.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_CAMERA (hecha_camera_get_type ())
G_DECLARE_FINAL_TYPE (HechaCamera, hecha_camera, HECHA, CAMERA, AdwWindow)

HechaCamera *
hecha_camera_new (GtkWindow *parent, const char *dir, const HechaEnv *env, HechaRecorderKind kind);

G_END_DECLS
