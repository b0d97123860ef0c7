/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-sidebar-row.h"

/**
 * HechaSidebarRow:
 *
 * A place to go: icon, name, and how many things are there.
 */
struct _HechaSidebarRow
{
  GtkListBoxRow parent_instance;

  GtkLabel *count;

  char *title;     /* (owned) */
  char *icon_name; /* (owned) */
};

enum
{
  PROP_TITLE = 1,
  PROP_ICON_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HechaSidebarRow, hecha_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

static void
hecha_sidebar_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), HECHA_TYPE_SIDEBAR_ROW);
  G_OBJECT_CLASS (hecha_sidebar_row_parent_class)->dispose (object);
}

static void
hecha_sidebar_row_finalize (GObject *object)
{
  HechaSidebarRow *self = HECHA_SIDEBAR_ROW (object);

  g_free (self->title);
  g_free (self->icon_name);
  G_OBJECT_CLASS (hecha_sidebar_row_parent_class)->finalize (object);
}

static void
hecha_sidebar_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HechaSidebarRow *self = HECHA_SIDEBAR_ROW (object);

  g_value_set_string (value, id == PROP_TITLE ? self->title : self->icon_name);
}

static void
hecha_sidebar_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HechaSidebarRow *self = HECHA_SIDEBAR_ROW (object);
  char **member = id == PROP_TITLE ? &self->title : &self->icon_name;

  g_free (*member);
  *member = g_value_dup_string (value);
  if (id == PROP_TITLE)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title, -1);
}

static void
hecha_sidebar_row_class_init (HechaSidebarRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_sidebar_row_dispose;
  object_class->finalize = hecha_sidebar_row_finalize;
  object_class->get_property = hecha_sidebar_row_get_property;
  object_class->set_property = hecha_sidebar_row_set_property;
  properties[PROP_TITLE]
    = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ICON_NAME]
    = g_param_spec_string ("icon-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/hecha/Hecha/hecha-sidebar-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HechaSidebarRow, count);
}

static void
hecha_sidebar_row_init (HechaSidebarRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hecha_sidebar_row_set_count:
 * @self: a row
 * @count: how many; 0 shows no number
 */
void
hecha_sidebar_row_set_count (HechaSidebarRow *self, guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  gtk_label_set_text (self->count, text);
  gtk_widget_set_visible (GTK_WIDGET (self->count), count > 0);
}
