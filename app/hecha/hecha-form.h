/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-job.h"
#include "hecha-saver.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define HECHA_TYPE_FORM (hecha_form_get_type ())
G_DECLARE_FINAL_TYPE (HechaForm, hecha_form, HECHA, FORM, AdwWindow)

/**
 * HechaOption:
 * @id: what the rule is told
 * @label: what people read
 */
typedef struct
{
  const char *id;
  const char *label;
} HechaOption;

/**
 * HechaFormNote:
 * @job: what is filled in now
 *
 * Returns: (transfer full) (nullable): what follows from it, such as a size and its reason
 */
typedef char *(*HechaFormNote) (HechaJob *job);

HechaForm *hecha_form_new (GtkWindow *parent, HechaStoreWorker *worker, const char *title, const char *verb,
                           HechaDeed deed, const char *subject);
void hecha_form_add_group (HechaForm *self, const char *title, const char *description);
void hecha_form_add_entry (HechaForm *self, const char *name, const char *title, const char *text);
void hecha_form_add_text (HechaForm *self, const char *name, const char *title, const char *text);
void hecha_form_add_choice (HechaForm *self, const char *name, const char *title, const HechaOption *options,
                            guint n, guint chosen);
void hecha_form_add_number (HechaForm *self, const char *name, const char *title, guint least, guint greatest,
                            guint number);
void hecha_form_add_switch (HechaForm *self, const char *name, const char *title, gboolean on);
void hecha_form_add_check (HechaForm *self, const char *name, const char *element, const char *title,
                           const char *subtitle, gboolean on);
void hecha_form_add_files (HechaForm *self, const char *name, const char *title);
void hecha_form_set_over (HechaForm *self, const char *const *over);
void hecha_form_set_note (HechaForm *self, HechaFormNote note);
void hecha_form_set_text (HechaForm *self, const char *name, const char *text);
void hecha_form_choose (HechaForm *self, const char *name, const char *id);
void hecha_form_show_only (HechaForm *self, const char *name, gboolean visible);
HechaForm *hecha_form_present (HechaForm *self);
void hecha_form_keep_drafts (HechaForm *self, HechaSaver *saver, const char *name);
char *hecha_form_dup_text (HechaForm *self, const char *name);

G_END_DECLS
