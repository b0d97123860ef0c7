/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hecha-input.h"
#include "hecha-job.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Of a form alone: what stands behind one name of the job. */

typedef struct
{
  char *name;             /* (owned) */
  char *element;          /* (owned) (nullable): of a check */
  GtkWidget *row;         /* what is shown or hidden */
  GtkWidget *input;       /* what holds the value */
  char *before;           /* (owned) (nullable): what the person found there */
  HechaInput *draft;      /* (owned) (nullable): what keeps a text while it is typed */
  const char *const *ids; /* (nullable): of a choice; kept by the row */
} HechaFormField;

void hecha_form_field_free (HechaFormField *self);
char *hecha_form_field_dup_value (const HechaFormField *self);
gboolean hecha_form_field_is_changed (const HechaFormField *self);
void hecha_form_field_fill (const HechaFormField *self, HechaJob *job);

gboolean hecha_form_field_is_text (const HechaFormField *self);
char *hecha_form_field_dup_draft (const HechaFormField *self);
void hecha_form_field_keep (HechaFormField *self, HechaSaver *saver, const char *id, char **over);

G_END_DECLS
