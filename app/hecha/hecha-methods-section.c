/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-methods-section.h"

#include "domain/hecha-method.h"
#include "hecha-chips.h"
#include "hecha-method-form.h"
#include "hecha-words.h"

#include <string.h>

#define ID_BYTES 4

/**
 * HechaMethodsSection:
 *
 * By which methods it was checked, and the record of each use (P3 5.2).
 */
struct _HechaMethodsSection
{
  AdwPreferencesGroup parent_instance;

  GtkMenuButton *add_button;
  GMenu *add_menu;
  GtkListBox *list;
  HechaChips *methods;

  const HechaSectionContext *context; /* (not owned) */
  GPtrArray *begun;      /* (owned) (element-type utf8): ids of forms in which nothing stands yet */
  GPtrArray *forms;      /* (owned) (element-type HechaMethodForm): in the order of the list */
  HechaSampleData *data; /* (owned) (nullable) */
};

static void section_init (HechaSectionInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaMethodsSection, hecha_methods_section, ADW_TYPE_PREFERENCES_GROUP,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_SECTION, section_init))

/* ---- which methods ---- */

static const char *
peek (HechaMethodsSection *self, const char *type, const char *id, const char *field)
{
  return hecha_saver_peek (self->context->saver, self->data->assignment->record->scope, type, id, field,
                           NULL);
}

static void
choose (HechaMethodsSection *self, const char *type, const char *id, const char *field, const char *value,
        const HechaLive *live)
{
  const char *scope = self->data->assignment->record->scope;

  hecha_saver_edit (self->context->saver, scope, type, id, field, value, live);
  hecha_saver_leave (self->context->saver, scope, type, id, field);
}

static void
show_methods (HechaMethodsSection *self)
{
  const HechaAssignment *assignment = self->data->assignment;
  g_auto (GStrv) stored
    = assignment->visit != NULL ? hecha_record_get_list (assignment->visit, "methods") : g_new0 (char *, 1);

  for (const HechaMethod *method = hecha_methods; method->name != NULL; method++)
    {
      g_autofree char *field = g_strconcat ("methods:", method->name, NULL);
      const char *typed = peek (self, "visit", assignment->record->id, field);

      hecha_chips_set_active (self->methods, method->name,
                              typed != NULL ? strcmp (typed, "1") == 0
                                            : g_strv_contains ((const char *const *)stored, method->name));
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->methods), hecha_sample_data_is_editable (self->data));
  gtk_widget_set_visible (GTK_WIDGET (self->add_button), hecha_sample_data_is_editable (self->data));
}

/* ---- which records ---- */

static void
add_id (HechaMethodsSection *self, GPtrArray *ids, const char *type, const char *id)
{
  g_autofree char *prefix = g_strdup_printf ("%s/%s/", self->data->assignment->record->id, type);
  GPtrArray *removed = self->data->assignment->removed;

  for (guint i = 0; i < removed->len; i++)
    if (strcmp (((HechaRecord *)removed->pdata[i])->id, id) == 0)
      return;
  if (g_str_has_prefix (id, prefix) && g_strcmp0 (peek (self, type, id, "removed"), "1") != 0
      && !g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
    g_ptr_array_add (ids, g_strdup (id));
}

/* What is stored, what is being typed and what was begun, by method. */
static GPtrArray *
list_ids (HechaMethodsSection *self, const char *type)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  const HechaRecord *assignment = self->data->assignment->record;
  GPtrArray *stored = hecha_assignment_get_records (self->data->assignment, type);
  g_autoptr (GPtrArray) typed
    = hecha_saver_list_records (self->context->saver, assignment->scope, type, assignment->id);

  for (guint i = 0; i < stored->len; i++)
    add_id (self, ids, type, ((HechaRecord *)stored->pdata[i])->id);
  for (guint i = 0; i < typed->len; i++)
    add_id (self, ids, type, typed->pdata[i]);
  for (guint i = 0; i < self->begun->len; i++)
    add_id (self, ids, type, self->begun->pdata[i]);
  return ids;
}

static HechaMethodForm *
find_form (HechaMethodsSection *self, const char *id)
{
  for (guint i = 0; i < self->forms->len; i++)
    if (strcmp (hecha_method_form_get_id (self->forms->pdata[i]), id) == 0)
      return self->forms->pdata[i];
  return NULL;
}

static void
drop_forms (HechaMethodsSection *self, GPtrArray *keep)
{
  for (guint i = self->forms->len; i-- > 0;)
    if (!g_ptr_array_find (keep, self->forms->pdata[i], NULL))
      {
        gtk_list_box_remove (self->list, self->forms->pdata[i]);
        g_ptr_array_remove_index (self->forms, i);
      }
}

/* Forms stay where they are, with the cursor in them; new ones come in, and those that went are taken away. */
static void
show_forms (HechaMethodsSection *self)
{
  g_autoptr (GPtrArray) keep = g_ptr_array_new ();

  for (const HechaMethod *method = hecha_methods; method->name != NULL; method++)
    {
      g_autoptr (GPtrArray) ids = list_ids (self, method->type);

      for (guint i = 0; i < ids->len; i++)
        {
          HechaMethodForm *form = find_form (self, ids->pdata[i]);

          if (form == NULL)
            {
              form = hecha_method_form_new (self->context, method->type, ids->pdata[i]);
              gtk_list_box_insert (self->list, GTK_WIDGET (form), (int)keep->len);
              g_ptr_array_insert (self->forms, (int)keep->len, form);
            }
          g_ptr_array_add (keep, form);
          hecha_method_form_show (form, self->data);
        }
    }
  drop_forms (self, keep);
  gtk_widget_set_visible (GTK_WIDGET (self->list), keep->len > 0);
}

/* ---- adding and removing ---- */

static char *
make_id (HechaMethodsSection *self, const char *type)
{
  const char *sample = self->data->assignment->record->id;
  guint8 bytes[ID_BYTES];

  if (strcmp (type, "online_review") == 0)
    return g_strdup_printf ("%s/%s/%s", sample, type, self->data->person);
  hecha_env_random (self->context->env, bytes, sizeof bytes);
  return g_strdup_printf ("%s/%s/%02x%02x%02x%02x", sample, type, bytes[0], bytes[1], bytes[2], bytes[3]);
}

/* A new form, open, with the cursor in it. */
static HechaMethodForm *
begin_record (HechaMethodsSection *self, const char *type)
{
  g_autofree char *id = make_id (self, type);
  HechaMethodForm *form;

  g_ptr_array_add (self->begun, g_strdup (id));
  show_forms (self);
  form = find_form (self, id);
  gtk_widget_grab_focus (hecha_method_form_find (form, NULL));
  return form;
}

static void
add_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMethodsSection *self = HECHA_METHODS_SECTION (widget);

  if (self->data != NULL)
    begin_record (self, hecha_method_find (g_variant_get_string (parameter, NULL))->type);
}

static void
remove_action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  HechaMethodsSection *self = HECHA_METHODS_SECTION (widget);
  g_autoptr (GPtrArray) typed = NULL;
  const HechaRecord *assignment = self->data->assignment->record;
  const char *type, *id;
  guint index;

  g_variant_get (parameter, "(&s&s)", &type, &id);
  typed = hecha_saver_list_records (self->context->saver, assignment->scope, type, assignment->id);
  if (hecha_assignment_find_record (self->data->assignment, type, id) != NULL
      || g_ptr_array_find_with_equal_func (typed, id, g_str_equal, NULL))
    choose (self, type, id, "removed", "1", hecha_sample_data_live (self->data, type, id, "removed"));
  if (g_ptr_array_find_with_equal_func (self->begun, id, g_str_equal, &index))
    g_ptr_array_remove_index (self->begun, index);
  show_forms (self);
}

/* A method that is chosen begins with a record; one that has records stays chosen. */
static void
method_chosen_cb (HechaMethodsSection *self, const char *id, gboolean active)
{
  const HechaMethod *method = hecha_method_find (id);
  g_autofree char *field = g_strconcat ("methods:", id, NULL);
  g_autoptr (GPtrArray) ids = list_ids (self, method->type);
  g_autoptr (HechaLive) live = hecha_live_new_text (active ? "0" : "1");

  if (!active && ids->len > 0)
    {
      hecha_chips_set_active (self->methods, id, TRUE);
      gtk_widget_grab_focus (hecha_method_form_find (find_form (self, ids->pdata[0]), NULL));
      return;
    }
  choose (self, "visit", self->data->assignment->record->id, field, active ? "1" : "0", live);
  if (active && ids->len == 0)
    begin_record (self, method->type);
}

/* ---- as a section ---- */

static void
show (HechaSection *section, HechaSampleData *data)
{
  HechaMethodsSection *self = HECHA_METHODS_SECTION (section);
  gboolean other
    = self->data != NULL && strcmp (self->data->assignment->record->id, data->assignment->record->id) != 0;

  hecha_sample_data_ref (data);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  self->data = data;
  if (other)
    g_ptr_array_set_size (self->begun, 0);
  show_methods (self);
  show_forms (self);
}

static void
set_context (HechaSection *section, const HechaSectionContext *context)
{
  HECHA_METHODS_SECTION (section)->context = context;
}

/* `record:ID:FIELD`: its form. */
static GtkWidget *
find_record (HechaMethodsSection *self, const char *code)
{
  g_auto (GStrv) parts = g_strsplit (code, ":", 3);
  HechaMethodForm *form = find_form (self, parts[1]);

  return form != NULL ? hecha_method_form_find (form, parts[2]) : NULL;
}

/* `method:TYPE`: the first form of it; where there is none yet, there is one now. */
static GtkWidget *
find_method (HechaMethodsSection *self, const char *type)
{
  g_autoptr (GPtrArray) ids = list_ids (self, type);

  return hecha_method_form_find (ids->len > 0 ? find_form (self, ids->pdata[0]) : begin_record (self, type),
                                 NULL);
}

static GtkWidget *
find (HechaSection *section, const char *code)
{
  HechaMethodsSection *self = HECHA_METHODS_SECTION (section);

  if (strcmp (code, "methods") == 0)
    return GTK_WIDGET (self->methods);
  if (g_str_has_prefix (code, "record:"))
    return find_record (self, code);
  return g_str_has_prefix (code, "method:") ? find_method (self, code + strlen ("method:")) : NULL;
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
hecha_methods_section_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_METHODS_SECTION);
  G_OBJECT_CLASS (hecha_methods_section_parent_class)->dispose (object);
}

static void
hecha_methods_section_finalize (GObject *object)
{
  HechaMethodsSection *self = HECHA_METHODS_SECTION (object);

  g_ptr_array_unref (self->begun);
  g_ptr_array_unref (self->forms);
  g_clear_pointer (&self->data, hecha_sample_data_unref);
  G_OBJECT_CLASS (hecha_methods_section_parent_class)->finalize (object);
}

static void
hecha_methods_section_class_init (HechaMethodsSectionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hecha_methods_section_dispose;
  G_OBJECT_CLASS (klass)->finalize = hecha_methods_section_finalize;
  g_type_ensure (HECHA_TYPE_CHIPS);
  gtk_widget_class_install_action (widget_class, "methods.add", "s", add_action_cb);
  gtk_widget_class_install_action (widget_class, "methods.remove", "(ss)", remove_action_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/hecha/Hecha/hecha-methods-section.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaMethodsSection, add_button);
  gtk_widget_class_bind_template_child (widget_class, HechaMethodsSection, add_menu);
  gtk_widget_class_bind_template_child (widget_class, HechaMethodsSection, list);
  gtk_widget_class_bind_template_child (widget_class, HechaMethodsSection, methods);
  gtk_widget_class_bind_template_callback (widget_class, method_chosen_cb);
}

static void
hecha_methods_section_init (HechaMethodsSection *self)
{
  self->begun = g_ptr_array_new_with_free_func (g_free);
  self->forms = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (const HechaMethod *method = hecha_methods; method->name != NULL; method++)
    {
      g_autofree char *action = g_strdup_printf ("methods.add::%s", method->name);

      hecha_chips_add (self->methods, method->name, hecha_word ("method", method->name));
      g_menu_append (self->add_menu, hecha_word ("method", method->name), action);
    }
}
