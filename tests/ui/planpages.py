# SPDX-License-Identifier: GPL-3.0-or-later
"""planpages - the pages of the office's plans for pictures.py, and the plans that they show."""
import json

import desk

DRAFT, APPROVED, FROZEN, DRAWN, KEY = "HC2026Q2-草稿", "HC2026Q2-03", "HC2026Q2-02", "HC2026Q2-01", "HC2026Q2-重点"
VISITS = "HC2026Q2-V"
DICE = "20237331128159211123"


def plan(world, code, selection="random"):
    world.office("plan", "create", code, "--kind", "quarterly", "--quarter", "2026Q2", "--selection", selection,
                 "--purpose", "核实各部门第二季度申报完成的目标是否完成，计算核验误差率。",
                 "--content", "从已冻结的总体中随机抽选的、本季度申报完成的目标。",
                 "--method", "在线核查与实地核查相结合，查阅资料、询问核实、实地查看。",
                 "--standard", "各目标的季度绩效要求和评分标准。", "--time-limit", "2026-08-14前",
                 "--demands", "严格执行回避制度和保密规定，每组2人以上。")


def made(world):
    """A plan in each state that has a page of its own."""
    for code in (DRAFT, APPROVED, FROZEN, DRAWN):
        plan(world, code)
    plan(world, KEY, "judgement")
    world.office("plan", "approve", APPROVED)
    for code in (FROZEN, DRAWN, KEY):
        world.office("plan", "approve", code)
        world.office("frame", "freeze", code, "--declared", "complete")
    world.office("draw", DRAWN, "--size", "8", "--rand", DICE, "--source", "dice", "--witness", "O01",
                 "--witness", "O02")
    world.office("replace", DRAWN + "/" + first(world), "--reason", "现场封路")
    world.office("team", "draw", DRAWN, "--teams", "2", "--size", "2", "--pool", "I04", "I05", "I06", "I07")


def first(world):
    return json.loads(world.office("draw", "show", DRAWN, "--json"))["draw"][0]["id"]


def plans(app):
    desk.wait(lambda: app.find_all("list item", app.word("Plans and Draws")), "the sidebar", 20)
    if app.width < 720:
        app.key("alt+Left")
    app.click_on("list item", app.word("Plans and Draws"))
    app.find("label", DRAFT)


def one(app, code, button):
    plans(app)
    app.click(app.scroll_to(app.in_view(code, "Under Way"), below=30))
    return desk.wait(lambda: next((n for n in app.find_all("push button", app.word(button))
                                   if app.area(n)[2] > 0 and desk.has(n, "SENSITIVE")), None), button)


def window(app, button, words):
    app.press(button)
    desk.wait(lambda: [n for n in app.find_all(None, app.word(words)) if app.area(n)[2] > 0], words, 20)
    app.turn_to_other()


def draft(app):
    one(app, DRAFT, "A_pprove")


def conflict(app):
    one(app, "HC2026Q2-1", "Go to _Reconcile")


def drawn(app):
    one(app, DRAWN, "_Verify")


def samples(app):
    drawn(app)
    app.begin_at("Samples")


def new(app):
    plans(app)
    window(app, app.find("push button", app.word("New Plan")), "Code")


def size(app):
    window(app, one(app, FROZEN, "Sample _Size…"), "Margin")


def ceremony(app):
    window(app, one(app, FROZEN, "_Hold the Draw…"), "_Roll the Dice")


def digits(app):
    ceremony(app)
    app.push("_Roll the Dice")
    app.find("label", app.word("Digits of the dice, in the order in which they were rolled"))
    app.type(DICE)


def ranks(app):
    digits(app)
    app.press(app.find_all("push button", app.word("_Draw"))[-1])
    desk.wait(lambda: [n for n in app.find_all(None, app.word("Samples that were drawn")) if app.area(n)[2] > 0],
              "the ranks")


def verified(app):
    window(app, one(app, DRAWN, "_Verify"), "Computed Anew")


def protocol(app):
    app.press(one(app, DRAWN, "_Protocol"))
    desk.wait(lambda: [n for n in app.find_all("image") if "1" in n.get_name()], "its pages", 30)


def teams(app):
    window(app, one(app, DRAWN, "D_raw…"), "Persons in each")


def assign(app):
    window(app, one(app, DRAWN, "_Assign…"), "Assign Samples")


def form(code, button, words):
    def go(app):
        window(app, one(app, code, button), words)
    return go


def replace(app):
    drawn(app)
    app.press_first("Replace %s")
    app.question("Replace This Sample?")


def discard(app):
    plans(app)
    app.press(app.find("push button", app.word("New Plan")))
    app.turn_to_last()
    app.set_text(app.entry(app.word("Code")), "HC2026Q3-01")
    app.key("Escape")
    app.question("Discard What Was Typed?")


PAGES = {"plans": ("office", plans), "plan-draft": ("office", draft),
         "plan-conflict": ("office", conflict), "plan-drawn": ("office", drawn),
         "plan-samples": ("office", samples), "plan-new": ("office", new), "plan-size": ("office", size),
         "ceremony": ("office", ceremony), "ceremony-digits": ("office", digits), "ceremony-ranks": ("office", ranks),
         "plan-verified": ("office", verified), "plan-protocol": ("office", protocol), "plan-teams": ("office", teams),
         "plan-assign": ("office", assign), "plan-change": ("office", form(DRAFT, "C_hange…", "Change the Plan")),
         "plan-freeze": ("office", form(APPROVED, "_Freeze the Frame…", "Algorithm")),
         "plan-select": ("office", form(KEY, "_Select Samples…", "Why these")),
         "plan-extend": ("office", form(DRAWN, "_Extend…", "Extend the Sample")),
         "plan-team": ("office", form(DRAWN, "_New Team…", "New Team")),
         "plan-visit": ("office", form(VISITS, "New _Visit…", "New Unannounced Visit")),
         "plan-replace": ("office", replace), "discard": ("office", discard)}
