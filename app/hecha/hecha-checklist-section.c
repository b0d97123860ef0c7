/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-checklist-section.h"

#include "hecha-chips-row.h"
#include "hecha-input.h"
#include "hecha-widget.h"

#include <glib/gi18n.h>
#include <string.h>

/**
 * HechaChecklistSection:
 *
 * What is to be looked at in this kind of target, each answered by itself with a note beside it (P3 6.2.3). Hidden
 * where the assignment has no checklist.
 */
struct _HechaChecklistSection
{
  AdwPreferencesGroup parent_instance;

  const HechaSectionContext *context; /* (not owned) */
  GPtrArray *items;                   /* (owned) (element-type Item) */
  char *sample;                       /* (owned) (nullable) whose items these are */
};

/* One thing to look at. */
typedef struct
{
  char *id;          /* (owned) of the item */
  GtkWidget *answer; /* (not owned) */
  GtkWidget *note;   /* (not owned) */
  HechaInput *inputs[2];
} Item;

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaChecklistSection, hecha_checklist_section, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

static void
free_item (gpointer data)
{
  Item *item = data;

  hecha_input_free (item->inputs[0]);
  hecha_input_free (item->inputs[1]);
  g_free (item->id);
  g_free (item);
}

static GtkWidget *
make_answer (const HechaChecklistItem *item)
{
  static const char *const yes_no[] = {"yes", "no", NULL};
  static const char *const with_na[] = {"yes", "no", "not_applicable", NULL};
  GtkWidget *row;

  if (strcmp (item->kind, "yes_no") == 0)
    return hecha_chips_row_new (item->text, "answer", yes_no);
  if (strcmp (item->kind, "yes_no_na") == 0)
    return hecha_chips_row_new (item->text, "answer", with_na);
  row = adw_entry_row_new ();
  g_object_set (row, "use-markup", FALSE, "title", item->text, NULL);
  return row;
}

static void
add_item (HechaChecklistSection *self, const HechaChecklistItem *template)
{
  Item *item = g_new0 (Item, 1);
  g_autofree char *title = g_strdup_printf (_ ("Note: %s"), template->text);

  item->id = g_strdup (template->id);
  item->answer = make_answer (template);
  item->note = adw_entry_row_new ();
  g_object_set (item->note, "use-markup", FALSE, "title", title, NULL);
  item->inputs[0] = hecha_input_new (self->context->saver, item->answer, "answer", "answer");
  item->inputs[1] = hecha_input_new (self->context->saver, item->note, "answer", "note");
  g_ptr_array_add (self->items, item);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), item->answer);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), item->note);
}

static void
make_items (HechaChecklistSection *self, const HechaSampleData *data)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), ((Item *)self->items->pdata[i])->answer);
      adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), ((Item *)self->items->pdata[i])->note);
    }
  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; data->checklist != NULL && i < data->checklist->items->len; i++)
    add_item (self, data->checklist->items->pdata[i]);
}

/* ---- as a section ---- */

static guint
count_answered (const HechaSampleData *data)
{
  guint n = 0;

  for (guint i = 0; i < data->checklist->items->len; i++)
    {
      const HechaChecklistItem *item = g_ptr_array_index (data->checklist->items, i);
      const HechaRecord *answer = hecha_answer_find (data->assignment, item->id);

      if (answer != NULL && hecha_record_get (answer, "answer") != NULL)
        n++;
    }
  return n;
}

static void
show_title (HechaChecklistSection *self, const HechaSampleData *data)
{
  g_autofree char *title = g_markup_escape_text (data->checklist->title, -1);
  g_autofree char *text
    = g_strdup_printf (_ ("%u of %u answered"), count_answered (data), data->checklist->items->len);
  g_autofree char *full = data->checklist->clause != NULL
                            ? g_strdup_printf ("%s · %s", data->checklist->clause, text)
                            : g_strdup (text);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), full);
}

/* There is room for a note as soon as there is an answer. */
static void
show_note (Item *item)
{
  g_autofree char *answer = hecha_input_dup_text (item->inputs[0]);
  g_autofree char *note = hecha_input_dup_text (item->inputs[1]);

  gtk_widget_set_visible (item->note, *answer != '\0' || *note != '\0');
}

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaChecklistSection *self = HECHA_CHECKLIST_SECTION (section);
  const char *sample = data->assignment->record->id;

  if (g_strcmp0 (self->sample, sample) != 0)
    make_items (self, data);
  g_free (self->sample);
  self->sample = g_strdup (sample);
  gtk_widget_set_visible (GTK_WIDGET (self), data->checklist != NULL);
  if (data->checklist == NULL)
    return;
  show_title (self, data);
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = g_ptr_array_index (self->items, i);
      g_autofree char *id = g_strdup_printf ("%s/answer/%s", sample, item->id);
      const HechaRecord *record = hecha_answer_find (data->assignment, item->id);

      for (guint k = 0; k < G_N_ELEMENTS (item->inputs); k++)
        hecha_input_show_record (item->inputs[k], data, id, record);
      show_note (item);
    }
}

static void
set_context (HechaSection *section, const HechaSectionContext *context)
{
  HECHA_CHECKLIST_SECTION (section)->context = context;
}

static GtkWidget *
find (HechaSection *section, const char *code)
{
  HechaChecklistSection *self = HECHA_CHECKLIST_SECTION (section);

  if (!g_str_has_prefix (code, "answer:"))
    return NULL;
  for (guint i = 0; i < self->items->len; i++)
    if (strcmp (((Item *)self->items->pdata[i])->id, code + strlen ("answer:")) == 0)
      return ((Item *)self->items->pdata[i])->answer;
  return NULL;
}

/* ---- life cycle ---- */

static void
section_init (HechaSectionInterface *iface)
{
  iface->set_context = set_context;
  iface->show = show;
  iface->find = find;
}

static void
hecha_checklist_section_dispose (GObject *object)
{
  g_ptr_array_set_size (HECHA_CHECKLIST_SECTION (object)->items, 0);
  G_OBJECT_CLASS (hecha_checklist_section_parent_class)->dispose (object);
}

static void
hecha_checklist_section_finalize (GObject *object)
{
  HechaChecklistSection *self = HECHA_CHECKLIST_SECTION (object);

  g_ptr_array_unref (self->items);
  g_free (self->sample);
  G_OBJECT_CLASS (hecha_checklist_section_parent_class)->finalize (object);
}

static void
hecha_checklist_section_class_init (HechaChecklistSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hecha_checklist_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_checklist_section_finalize;
}

static void
hecha_checklist_section_init (HechaChecklistSection *self)
{
  self->items = g_ptr_array_new_with_free_func (free_item);
  hecha_widget_name_lists (GTK_WIDGET (self), _ ("Checklist"));
}
