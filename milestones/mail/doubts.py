"""The words of doubt: they stand in no confirmation, in nothing beside one, and in nobody's name.

A closed list; adding to it can only make the reading more careful.
"""

from __future__ import annotations

_WORDS = """
    not no never none nothing nobody nowhere neither nor without nope nah unable fail fails failed failing lack
    lacks lacking hardly barely scarcely ddim dim heb nid nac part partly partial partially half halfway mostly
    most some largely mainly nearly almost virtually practically substantially broadly majority ‹percent›
    ‹fraction› percent cent phase stage first second third draft drafted drafts interim initial initially bulk
    remaining remainder rest outstanding missing except excepted excepting exception exceptions excluding bar
    barring apart aside other minus save pending until till unless provisional provisionally temporary
    temporarily if once when whenever provided providing assuming subject whether depending depends dependent
    otherwise or conditional conditionally contingent caveat caveats condition conditions will shall would
    should could may might must going gonna need needs needing plan planned planning aim aiming hope hoping
    hopefully expect expected expecting intend intended due soon shortly tomorrow later next forthcoming
    upcoming eventually try trying want wants wish ought yet still starts start starting begin begins beginning
    ‹future› ‹either› being think believe suppose guess assume assumed presume presumably probably possibly
    perhaps maybe apparently seem seems seemingly appear appears look looks reckon reckons understand understood
    told tells tell says said say heard hear claim claims claimed allegedly reportedly know knowledge aware sure
    unsure certain technically theoretically theory principle effectively essentially basically sort kind pretty
    supposedly doubt doubtful unofficially verbally informally unclear unknown question query opinion but
    however although though whereas while despite nevertheless unfortunately sadly afraid wait waiting waits
    await awaits awaiting awaited blocked blocking stuck hold holding delay delayed delays late reopened reopen
    undone undo reverted revert withdrawn withdrew cancelled canceled redo redone redoing wrong mistake error
    fault incorrect disagree disagrees dispute disputed object objects objected objection end ends side sides
    share view perspective bit bits issue issues problem problems gap gaps concern concerns snag snags snagging
    amendment amendments reservation reservations pulled rejected refused refuses refuse declined abandoned
    dropped stopped collapsed ended lost slipped slipping postponed deferred overran missed complained broke
    broken fell reversed returned queried required_still chase chasing chased extend extension snooze later far
    so tbc tba tbd hoc incomplete unfinished uncompleted unsigned unpublished outstanding_still nearing ongoing
    going continue continues continuing progress progressing progressed underway only just_about partially
    another more further extra again too_soon bounced ‹sign› ‹cross› ‹unread› why who whose question excludes
    omitted omit lacks short shortfall few several many two_of least at_least up_to supposed meant allegedly
    assuming
    """

DOUBTS = frozenset(_WORDS.split())
"""Words that stand in no confirmation and in nothing beside one."""
