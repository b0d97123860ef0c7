/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hecha-chips.h"

#include "hecha-input-row.h"
#include "hecha-widget.h"
#include "hecha-words.h"

#include <string.h>

#define SPACING 6

/**
 * HechaChips:
 *
 * A few words to choose from, one or several of them, in as many lines as the width needs.
 */
struct _HechaChips
{
  GtkWidget parent_instance;

  gboolean multiple;
  gboolean showing; /* the program sets them: nobody chose */
};

enum
{
  PROP_MULTIPLE = 1,
  N_PROPS
};

enum
{
  CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void row_init (HechaInputRowInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HechaChips, hecha_chips, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (HECHA_TYPE_INPUT_ROW, row_init))

static const char *
get_id (GtkWidget *chip)
{
  return g_object_get_data (G_OBJECT (chip), "hecha-id");
}

static GtkWidget *
find_chip (HechaChips *self, const char *id)
{
  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    if (g_strcmp0 (get_id (chip), id) == 0)
      return chip;
  return NULL;
}

static void
set_chip (HechaChips *self, GtkWidget *chip, gboolean active)
{
  self->showing = TRUE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), active);
  self->showing = FALSE;
}

/* One of several cannot be taken back by choosing it again, only by choosing another. */
static void
toggled_cb (HechaChips *self, GtkToggleButton *chip)
{
  gboolean active = gtk_toggle_button_get_active (chip);

  if (self->showing)
    return;
  if (!self->multiple && !active)
    {
      set_chip (self, GTK_WIDGET (chip), TRUE);
      return;
    }
  if (!self->multiple)
    hecha_chips_set_only (self, get_id (GTK_WIDGET (chip)));
  g_signal_emit (self, signals[CHOSEN], 0, get_id (GTK_WIDGET (chip)), active);
  if (!self->multiple)
    {
      hecha_input_row_typed (HECHA_INPUT_ROW (self));
      hecha_input_row_left (HECHA_INPUT_ROW (self));
    }
}

/* ---- lines ---- */

/* Lays the chips out in lines of at most @width; moves them there when @allocate. Returns the height. */
static int
lay_out (HechaChips *self, int width, gboolean allocate)
{
  int x = 0, y = 0, line = 0;
  gboolean right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    {
      GtkRequisition size;

      gtk_widget_get_preferred_size (chip, NULL, &size);
      if (x > 0 && x + size.width > width)
        {
          y += line + SPACING;
          x = line = 0;
        }
      if (allocate)
        gtk_widget_size_allocate (
          chip, &(GtkAllocation) {right_to_left ? width - x - size.width : x, y, size.width, size.height},
          -1);
      x += size.width + SPACING;
      line = MAX (line, size.height);
    }
  return y + line;
}

static GtkSizeRequestMode
hecha_chips_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
hecha_chips_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = lay_out (HECHA_CHIPS (widget), for_size < 0 ? G_MAXINT / 2 : for_size, FALSE);
      return;
    }
  for (GtkWidget *chip = gtk_widget_get_first_child (widget); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    {
      GtkRequisition size;

      gtk_widget_get_preferred_size (chip, NULL, &size);
      *minimum = MAX (*minimum, size.width);
      *natural += size.width + (*natural > 0 ? SPACING : 0);
    }
}

static void
hecha_chips_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (HECHA_CHIPS (widget), width, TRUE);
}

/* ---- as a row of input, where one is chosen ---- */

static char *
dup_text (HechaInputRow *row)
{
  return g_strdup (hecha_chips_get_only (HECHA_CHIPS (row)));
}

static void
set_text (HechaInputRow *row, const char *text)
{
  hecha_chips_set_only (HECHA_CHIPS (row), text);
}

static void
set_editable (HechaInputRow *row, gboolean editable)
{
  gtk_widget_set_sensitive (GTK_WIDGET (row), editable);
}

static void
row_init (HechaInputRowInterface *iface)
{
  iface->dup_text = dup_text;
  iface->set_text = set_text;
  iface->set_editable = set_editable;
}

/* ---- life cycle ---- */

static void
hecha_chips_dispose (GObject *object)
{
  GtkWidget *chip;

  while ((chip = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (chip);
  G_OBJECT_CLASS (hecha_chips_parent_class)->dispose (object);
}

static void
hecha_chips_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, HECHA_CHIPS (object)->multiple);
}

static void
hecha_chips_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  HECHA_CHIPS (object)->multiple = g_value_get_boolean (value);
}

static void
hecha_chips_class_init (HechaChipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hecha_chips_dispose;
  object_class->get_property = hecha_chips_get_property;
  object_class->set_property = hecha_chips_set_property;
  widget_class->get_request_mode = hecha_chips_get_request_mode;
  widget_class->measure = hecha_chips_measure;
  widget_class->size_allocate = hecha_chips_size_allocate;
  properties[PROP_MULTIPLE]
    = g_param_spec_boolean ("multiple", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * HechaChips::chosen:
   * @id: which word
   * @active: chosen, or taken back
   *
   * A person chose.
   */
  signals[CHOSEN] = g_signal_new ("chosen", HECHA_TYPE_CHIPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  gtk_widget_class_set_css_name (widget_class, "chips");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
hecha_chips_init (HechaChips *self)
{
}

/**
 * hecha_chips_add:
 * @self: chips
 * @id: of the new one
 * @label: the word
 */
void
hecha_chips_add (HechaChips *self, const char *id, const char *label)
{
  GtkWidget *chip = gtk_toggle_button_new_with_label (label);

  g_object_set_data_full (G_OBJECT (chip), "hecha-id", g_strdup (id), g_free);
  gtk_widget_add_css_class (chip, "chip");
  g_signal_connect_swapped (chip, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_widget_set_parent (chip, GTK_WIDGET (self));
}

/**
 * hecha_chips_set_active:
 * @self: chips
 * @id: of one
 * @active: whether it is chosen
 */
void
hecha_chips_set_active (HechaChips *self, const char *id, gboolean active)
{
  GtkWidget *chip = find_chip (self, id);

  if (chip != NULL)
    set_chip (self, chip, active);
}

/**
 * hecha_chips_set_enabled:
 * @self: chips
 * @id: of one
 * @enabled: whether it can be chosen
 * @why: (nullable): why not
 */
void
hecha_chips_set_enabled (HechaChips *self, const char *id, gboolean enabled, const char *why)
{
  GtkWidget *chip = find_chip (self, id);

  gtk_widget_set_sensitive (chip, enabled);
  hecha_widget_set_tooltip (chip, why);
}

/**
 * hecha_chips_set_only:
 * @self: chips
 * @id: (nullable): the one that is chosen; %NULL for none
 */
void
hecha_chips_set_only (HechaChips *self, const char *id)
{
  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    set_chip (self, chip, id != NULL && strcmp (get_id (chip), id) == 0);
}

/**
 * hecha_chips_get_only:
 * @self: chips of which one is chosen
 *
 * Returns: (transfer none): which one; empty for none
 */
const char *
hecha_chips_get_only (HechaChips *self)
{
  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self)); chip != NULL;
       chip = gtk_widget_get_next_sibling (chip))
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (chip)))
      return get_id (chip);
  return "";
}

/**
 * hecha_chips_add_words:
 * @self: chips
 * @kind: of words, as of hecha_word()
 * @ids: (array zero-terminated=1): which of them
 */
void
hecha_chips_add_words (HechaChips *self, const char *kind, const char *const *ids)
{
  for (; *ids != NULL; ids++)
    hecha_chips_add (self, *ids, hecha_word (kind, *ids));
}
