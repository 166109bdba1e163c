"""Sentences that say the same in another construction, and those that only look as if they did."""

import pytest

import treatylex
from treatylex.comparing.judging import weights
from treatylex.comparing.matching.meaning import Meanings
from treatylex.comparing.matching.tokens import tokens
from treatylex.comparing.matching.usage import usage

SAME = [
    ("Only the Agent may open the vault.", "No one other than the Agent may open the vault."),
    ("None but trained divers may enter the wreck.", "Only trained divers may enter the wreck."),
    ("The heron shall not be hunted unless the warden agrees.", "The heron may be hunted only if the warden agrees."),
    (
        "Neither the user nor the giver shall resell it.",
        "The user shall not resell it, nor shall the giver resell it.",
    ),
    ("The clerk may neither sell nor lend the maps.", "The clerk may not sell or lend the maps."),
    ("Neither of the Governments shall levy a toll.", "Neither Government shall levy a toll."),
    (
        "When the Board shall have accepted the bid, it may go.",
        "When the Board has accepted the bid, it may go.",
    ),
    (
        "Where a Member has not named a judge, it votes.",
        "Where a Member has failed to name a judge, it votes.",
    ),
    ("A tenant is not bound to insure the barn.", "A tenant need not insure the barn."),
    ("It shall be the duty of the pilot to keep a log.", "The pilot shall keep a log."),
    ("Whoever finds a relic shall hand it in.", "A person who finds a relic shall hand it in."),
    ("Any person who is wounded may be moved.", "A person wounded may be moved."),
    ("If a skipper causes a spill, he shall stay.", "A skipper who causes a spill shall stay."),
    ("The State shall tag, shall weigh and shall log each seal.", "The State shall tag, weigh and log each seal."),
    ("Loans are free, but a Member may pay a fee.", "Loans are free. A Member may, however, pay a fee."),
    ("Although the bay is open, tugs shall stay out.", "The bay is open. However, tugs shall stay out."),
    ("Rafts of six metres or less need no permit.", "Rafts not exceeding six metres need no permit."),
    ("The fine shall not exceed ninety marks.", "The fine shall be no more than ninety marks."),
    ("Persons under the age of sixteen years shall not dive.", "Persons under sixteen years of age shall not dive."),
    ("The donor may send tents or maps, or both.", "The donor may send tents and/or maps."),
    ("Both the lake and the canal are open.", "The lake as well as the canal are open."),
    ("The rights of tenants and the rights of owners are safe.", "The rights of tenants and of owners are safe."),
    ("Talks between the Parties shall take place each May.", "The Parties shall hold talks each May."),
    ("A review of the tolls shall be undertaken by the Board.", "The Board shall review the tolls."),
    ("The plan shall be sent to all members by the Clerk.", "The Clerk shall send the plan to all members."),
    ("Under no circumstances may a heron be trapped.", "A heron shall not be trapped."),
]
SAME += [
    ("Men who have not attained the age of twenty years may go.", "Men under twenty years of age may go."),
    ("If a pilot causes a delay he shall report it.", "A pilot who causes a delay shall report it."),
]
SAME += [
    ("If no protest has been lodged, the race counts.", "In the absence of a protest, the race counts."),
    ("The Parties agree that each of them shall plant elms.", "Each of the Parties shall plant elms."),
    ("The towns shall mend their respective quays.", "The towns shall mend their quays."),
    ("The Board shall name clerks, who shall draw lots.", "The Board shall name clerks. They shall draw lots."),
    ("The prize shall not be paid before the race is over.", "The prize shall not be paid until the race is over."),
    ("The sale of oysters by divers is prohibited.", "Divers shall not sell oysters."),
    ("The use of nets for trapping is forbidden.", "Nets shall not be used for trapping."),
    ("It is prohibited to burn peat.", "No person shall burn peat."),
    ("The toll is the lower of 90 marks and 2 per cent.", "The toll is 90 marks or 2 per cent, whichever is lower."),
    ("The bid needs the votes of 75 per cent of the towns.", "The bid needs the votes of three quarters of the towns."),
    ("The term “raft” refers to a boat of logs.", "The term “raft” means a boat of logs."),
    ("Each town shall cause its maps to be drawn.", "Each town shall have its maps drawn."),
    ("The reeve shall see that the moat is cleaned.", "The reeve shall have the moat cleaned."),
    ("The scribe shall arrange for the verdict to be copied.", "The scribe shall have the verdict copied."),
    ("The functions of the Bench shall be to hear the claims.", "The Bench shall hear the claims."),
    ("The host shall not fail to insure the harps.", "The host shall insure the harps."),
    ("The guest shall pay the sum of 40 crowns.", "The guest shall pay 40 crowns."),
]
UNLIKE = [
    ("Each town shall cause its maps to be drawn.", "Each town shall let its maps be drawn."),
    ("The functions of the Bench shall be to hear the claims.", "The functions of the Bench shall be heard of."),
    ("The host shall fail to insure the harps.", "The host shall insure the harps."),
    ("The guest shall pay a part of 40 crowns.", "The guest shall pay 40 crowns."),
    ("If no protest has been lodged, the race counts.", "In the case of a protest, the race counts."),
    ("The Parties agree that each of them shall plant elms.", "Each of the Parties may plant elms."),
    ("The towns shall mend their quays and dams.", "The towns shall mend their quays and dams respectively."),
    ("The Board shall name clerks, who may draw lots.", "The Board shall name clerks. They shall draw lots."),
    ("The prize shall not be paid before the race is over.", "The prize shall be paid before the race is over."),
    ("The sale of oysters by divers is prohibited.", "The sale of oysters to divers is prohibited."),
    ("The use of nets for trapping is forbidden.", "Traps shall not be used for netting."),
    ("It is prohibited to burn peat.", "It is prohibited to sell peat."),
    ("The toll is the lower of 90 marks and 2 per cent.", "The toll is 90 marks or 2 per cent, whichever is higher."),
    ("The bid needs the votes of 75 per cent of the towns.", "The bid needs the votes of 70 per cent of the towns."),
    ("The term “raft” refers to a boat of logs.", "The term “raft” includes a boat of logs."),
    ("Only the Agent may open the vault.", "The Agent may open the vault."),
    ("Only the Agent may open the vault.", "The Agent may only open the vault."),
    ("No one other than the Agent may open the vault.", "No one, including the Agent, may open the vault."),
    ("The heron shall not be hunted unless the warden agrees.", "The heron may not be hunted if the warden agrees."),
    ("Neither the user nor the giver shall resell it.", "Either the user or the giver shall resell it."),
    ("The clerk may neither sell nor lend the maps.", "The clerk may not sell but may lend the maps."),
    ("If the user fails to pay, the sale is void.", "If the user refuses to pay, the sale is void."),
    ("A tenant is not bound to insure the barn.", "A tenant is not allowed to insure the barn."),
    ("A tenant need not insure the barn.", "A tenant shall not insure the barn."),
    ("It shall be the duty of the pilot to keep a log.", "It shall be the right of the pilot to keep a log."),
    ("Ships which are registered may sail.", "Ships, which are registered, may sail."),
    ("The State shall pay and may tax and shall log.", "The State shall pay and may tax and log."),
    ("The State shall not pay and shall log.", "The State shall not pay and log."),
    ("Loans are free, but a Member may pay a fee.", "Loans are free if a Member may pay a fee."),
    ("Rafts of six metres or less need no permit.", "Rafts of six metres or more need no permit."),
    ("The fine shall not exceed ninety marks.", "The fine shall be no less than ninety marks."),
    ("Persons under the age of sixteen years shall not dive.", "Persons over the age of sixteen years shall not dive."),
    ("The donor may send tents and/or maps.", "The donor may send tents and maps."),
    ("Both the lake and the canal are open.", "Either the lake or the canal is open."),
    ("The plan shall be sent to the Clerk by the Board.", "The Clerk shall send the plan to the Board."),
    ("The Board shall review the tolls.", "A review of the Board shall be undertaken by the tolls."),
    ("Men who have attained the age of twenty years may go.", "Men under twenty years of age may go."),
    ("Fees go to the Bank and to the Fund.", "Fees go to the Bank and from the Fund."),
    ("The tenant may fell oak or ash, and elm.", "The tenant may fell oak, or ash and elm."),
    ("The court may impose a fine or imprisonment.", "The court may impose a fine or imprisonment or both."),
    ("A person who was authorised to act shall keep the keys.", "A person who may act shall keep the keys."),
    ("The Party had no duty to pay.", "The Party need not pay."),
    ("The Board shall invite a State.", "The Board shall invite any State."),
    ("The lease shall end at 24:00 on 31 December.", "The lease shall end at 00:00 on 31 December."),
    ("Bells meant to be rung shall be sold.", "Bells designed to be rung shall be sold."),
]

UNLIKE += [
    ("Neither of the Governments shall levy a toll.", "One of the Governments shall not levy a toll."),
    ("Where a Member has not named a judge, it votes.", "Where a Member had not named a judge, it votes."),
    ("Ships which are registered may sail.", "Ships which were registered may sail."),
    ("The donor may send tents and/or maps.", "The donor may send tents or maps."),
    ("Its contribution is fixed.", "The contribution to it is fixed."),
]
SAME += [
    ("It is unlawful for divers to sell oysters.", "Divers shall not sell oysters."),
    ("It is permitted for divers to sell oysters.", "Divers may sell oysters."),
    ("It is at the discretion of the Board to waive a fine.", "The Board may waive a fine at its discretion."),
    ("The guest retains the right to sell the harp.", "The guest may sell the harp."),
    ("A pilot shall not be entitled to hide the log.", "A pilot shall not hide the log."),
    ("No toll shall be levied on relief ships.", "Relief ships shall be exempt from toll."),
    ("There shall be no discrimination against the guilds.", "The guilds shall not be discriminated against."),
    ("Where it is not possible to find the owner, the ox is sold.", "Where the owner cannot be found, the ox is sold."),
    ("Pending the verdict, the ox shall stay.", "Until the verdict is given, the ox shall stay."),
    (
        "A bid is made not later than two months after the date of the call.",
        "A bid is made within two months of the date of the call.",
    ),
    ("Rafts whose length exceeds 9 metres shall stay.", "Rafts of more than 9 metres in length shall stay."),
    ("Samples shall be kept so that their age may be tested.", "Samples shall be kept in order to test their age."),
    ("The Board shall, after hearing the owner, fix the fee.", "The Board shall hear the owner and then fix the fee."),
    ("The costs of the feast shall be for the account of the host.", "The host shall bear the costs of the feast."),
    ("Five guilds shall constitute the quorum.", "The quorum shall be five guilds."),
    ("Not only the host but also the guest is liable.", "Both the host and the guest are liable."),
]
UNLIKE += [
    ("It is unlawful for divers to sell oysters.", "It is unlawful for divers to buy oysters."),
    ("It is not permitted for divers to sell oysters.", "Divers may sell oysters."),
    ("It is at the discretion of the Board to waive a fine.", "It is at the discretion of the Court to waive a fine."),
    ("The guest retains the right to sell the harp.", "The guest shall sell the harp."),
    ("A pilot shall not be entitled to hide the log.", "A pilot shall not be required to hide the log."),
    ("No toll shall be levied on relief ships.", "No toll shall be levied by relief ships."),
    ("There shall be no discrimination against the guilds.", "There shall be no discrimination by the guilds."),
    ("Where it is not possible to find the owner, the ox is sold.", "Where the owner can be found, the ox is sold."),
    ("Pending the verdict, the ox shall stay.", "After the verdict is given, the ox shall stay."),
    ("Rafts whose length exceeds 9 metres shall stay.", "Rafts of more than 9 metres in width shall stay."),
    ("Samples shall be kept so that their age may be tested.", "Samples shall be kept and their age may be tested."),
    ("The Board shall, after hearing the owner, fix the fee.", "The Board shall fix the fee and then hear the owner."),
    ("The costs of the feast shall be for the account of the host.", "The host shall fix the costs of the feast."),
    ("The Board shall report to the Ministers.", "The Board shall report to the Minister."),
    ("The host shall repay those fees which fell due.", "The host shall repay fees, which fell due."),
    ("The host shall use reasonable efforts to sell.", "The host shall use best efforts to sell."),
]

SAME += [
    ("The burden of proving age shall lie with the heir.", "The heir bears the burden of proving age."),
    ("The duty of the crier is to read the verdict.", "The crier shall read the verdict."),
    ("The host shall open the hall and the host shall close the hall.", "The host shall open and close the hall."),
    ("The pact shall not remain in force after May.", "The pact shall cease to be in force after May."),
    ("A guild failing to vote shall pay.", "If a guild fails to vote, it shall pay."),
    ("The reeve shall arrange for a mason to mend the moat.", "The reeve shall have the moat mended by a mason."),
    ("When the judge is absent, the clerk shall sit.", "In the absence of the judge, the clerk shall sit."),
]
UNLIKE += [
    ("The burden of proving age shall lie with the heir.", "The heir bears the cost of proving age."),
    ("The duty of the crier is to read the verdict.", "The right of the crier is to read the verdict."),
    ("The host shall open the hall and the host shall close the hall.", "The host shall open the hall."),
    ("The pact shall not remain in force after May.", "The pact shall remain in force after May."),
    ("A guild failing to vote shall pay.", "If a guild votes, it shall pay."),
    ("The reeve shall arrange for a mason to mend the moat.", "The reeve shall arrange for a mason to see the moat."),
    ("When the judge is absent, the clerk shall sit.", "When the judge is present, the clerk shall sit."),
    ("Subject to the consent of the owner, it may sail.", "If the owner asks, it may sail."),
]

SAME += [
    ("The warden shall see to the tagging of the herons.", "The warden shall tag the herons."),
    ("Reeves are eligible for re-election.", "Reeves may be re-elected."),
    ("This Article does not apply to rafts.", "Rafts are excluded from the scope of this Article."),
    ("A list of rafts shall be included in the log.", "The log shall contain a list of rafts."),
    ("Having heard the guilds, the umpire shall rule.", "The umpire shall rule after hearing the guilds."),
]
UNLIKE += [
    ("The warden shall see to the tagging of the herons.", "The warden shall see to the sale of the herons."),
    ("Reeves are eligible for re-election.", "Reeves shall be re-elected."),
    ("This Article does not apply to rafts.", "Rafts are included in the scope of this Article."),
    ("A list of rafts shall be included in the log.", "The list of rafts shall contain the log."),
    ("Having heard the guilds, the umpire shall rule.", "The umpire shall rule before hearing the guilds."),
]
SAME += [
    ("No guild shall be required to sell oats.", "A guild shall not be required to sell oats."),
    (
        "A fine shall not be set off against the rent unless it is due.",
        "A fine may be set off against the rent only if it is due.",
    ),
    ("This Article shall apply only if the bay is open.", "This Article shall not apply unless the bay is open."),
    ("The bid shall lapse after twelve months.", "The bid shall lapse after one year."),
    ("The bid shall lapse after two weeks.", "The bid shall lapse after fourteen days."),
    ("Each Party shall inform the other Party of a spill.", "The Parties shall inform each other of a spill."),
    ("The Parties shall render each other mutual assistance.", "The Parties shall assist each other."),
]
UNLIKE += [
    ("No guild shall be required to sell oats.", "No guild shall sell oats."),
    (
        "A fine shall not be set off against the rent unless it is due.",
        "A fine may be set off against the rent if it is due.",
    ),
    ("The Board shall sit only if five guilds are present.", "The Board may sit only if five guilds are present."),
    ("The bid shall lapse after thirty days.", "The bid shall lapse after one month."),
    ("The bid shall lapse after fifteen days.", "The bid shall lapse after two weeks."),
    ("Each Party shall inform the other Party of a spill.", "Each Party shall inform the other Parties of a spill."),
    ("The Parties shall assist each other.", "The Parties shall assist the other."),
]
SAME += [
    ("Any bid which cannot be met shall lapse.", "If a bid cannot be met, it shall lapse."),
    (
        "This Treaty is without prejudice to the rights of guilds.",
        "Nothing in this Treaty shall prejudice the rights of guilds.",
    ),
    (
        "This Treaty shall be without prejudice to the rights of guilds.",
        "This Treaty does not affect the rights of guilds.",
    ),
    ("This Treaty is subject to ratification.", "This Treaty shall be ratified."),
    ("The reeve shall not be fined except by order of a court.", "The reeve may be fined only by order of a court."),
    ("Oars shall not be sold except to pilots.", "Oars may only be sold to pilots."),
    (
        "A guild shall not sell oars without the consent of the reeve.",
        "A guild may sell oars only with the consent of the reeve.",
    ),
    ("The bid shall be made in writing and state the price.", "The bid shall be in writing and shall state the price."),
    ("The bid shall contain the following: the price and the date.", "The bid shall contain the price and the date."),
    ("The guild shall have the capacity to own land.", "The guild may own land."),
    ("Pilots may turn back ships of less than 90 tons.", "Pilots may turn back ships under 90 tons."),
]
UNLIKE += [
    ("Any bid which cannot be met shall lapse.", "If a bid can be met, it shall lapse."),
    ("This Treaty is without prejudice to the rights of guilds.", "This Treaty shall affect the rights of guilds."),
    ("This Treaty is subject to ratification.", "This Treaty is subject to approval."),
    ("The reeve shall not be fined except by order of a court.", "The reeve may be fined by order of a court."),
    ("The reeve shall not be fined except by order of a court.", "The reeve shall be fined only by order of a court."),
    (
        "A guild shall not sell oars without the consent of the reeve.",
        "A guild may sell oars with the consent of the reeve.",
    ),
    (
        "A guild shall not sell oars without the consent of the reeve.",
        "A guild may not sell oars with the consent of the reeve.",
    ),
    (
        "The bid shall be made in writing and may state the price.",
        "The bid shall be in writing and shall state the price.",
    ),
    ("The guild shall have the capacity to own land.", "The guild shall own land."),
    ("Pilots may turn back ships of less than 90 tons.", "Pilots may turn back ships of not less than 90 tons."),
]
SAME += [
    ("The reeve shall exercise control over the ferries.", "The reeve shall control the ferries."),
    ("The guild shall not place restrictions on the trade.", "The guild shall not restrict the trade."),
    ("The guild shall grant the pilot exemption from tolls.", "The guild shall exempt the pilot from tolls."),
    ("The State to which the request is addressed shall reply.", "The requested State shall reply."),
    ("The umpire, having heard the guilds, shall rule.", "After hearing the guilds, the umpire shall rule."),
    ("The quorum shall not be less than five guilds.", "The quorum shall be at least five guilds."),
    ("The Bench shall hold its meetings in May.", "The Bench shall meet in May."),
    ("No one shall be put in chains.", "No person shall be put in chains."),
    ("Pilots may enter, but only in May.", "Pilots may enter only in May."),
    ("The necessary oars shall be provided by the guild.", "The guild shall provide the necessary oars."),
]
UNLIKE += [
    ("The reeve shall exercise control over the ferries.", "The reeve shall exercise control with the ferries."),
    ("The guild shall not place restrictions on the trade.", "The guild shall not place restrictions on the sale."),
    ("The guild shall grant the pilot exemption from tolls.", "The guild shall grant the pilot reduction of tolls."),
    ("The State to which the request is addressed shall reply.", "The requesting State shall reply."),
    ("The umpire, having heard the guilds, shall rule.", "Before hearing the guilds, the umpire shall rule."),
    ("The quorum shall not be less than five guilds.", "The quorum shall be less than five guilds."),
    ("The Bench shall hold its meetings in May.", "The Bench shall hold its oars in May."),
    ("No one shall be put in chains.", "No pilot shall be put in chains."),
    ("Pilots may enter, but only in May.", "Pilots may enter in May."),
    ("The necessary oars shall be provided by the guild.", "The necessary oars shall be provided to the guild."),
]
HIDDEN = [
    ("The Commission shall examine every claim.", "Every claim shall be examined by the Committee."),
    ("The Agency shall be told of a wreck.", "The Bureau shall be told of a wreck."),
    ("The Council shall meet at the request of three members.", "The Council shall meet if five members so request."),
    ("The Board shall decide on the admission of guests.", "The Board may decide whether to admit guests."),
    (
        "The pilot shall report the sighting of a wreck to the harbour master.",
        "If the harbour master sights a wreck, he shall report it to the pilot.",
    ),
    ("The host shall ensure that divers are paid.", "Divers shall be paid by the flag State."),
    ("A wounded diver shall receive compensation.", "The host may compensate a diver who is wounded."),
    ("The toll shall be used only for the repair of quays.", "The toll shall be used for repairing quays."),
    (
        "The envoy shall bar toxic arms, nuclear arms or nuclear fuel.",
        "The envoy shall bar toxic arms, toxic arms or nuclear fuel.",
    ),
]
REBUILT = [
    ("The ferry sails daily, weather permitting.", "The ferry sails every day if the weather permits."),
    (
        "The Party which has called the meeting shall chair it.",
        "The Party calling the meeting shall chair the meeting.",
    ),
    (
        "The State in whose waters the collision occurs shall hold the enquiry.",
        "If a collision occurs in the waters of a State, that State shall hold the enquiry.",
    ),
    ("There shall be established a Board of Pilots.", "A Board of Pilots is hereby established."),
    ("The Court is competent to hear claims for salvage.", "The Court has jurisdiction over salvage claims."),
]


TERMS = """Article 1

The Court of the Upper Lakes (“the Court”) shall sit in spring. In this Article, “raft” means a timber raft.

A timber raft shall carry a lamp.

Article 2

The Court of the Upper Lakes shall hear claims. A timber raft shall be moored.
"""
SAME += [
    ("If mending proves impossible, the owner shall pay.", "Where mending is not possible, the owner shall pay."),
    ("No bets on the harps are allowed.", "Bets on the harps shall not be made."),
    ("The sale of the fen requires the approval of the Board.", "The sale of the fen shall be approved by the Board."),
    ("The heirs of the reeve and the guests of the reeve may row.", "The heirs and the guests of the reeve may row."),
    ("Maps of the fen, logs of the fen and lists of the fen are kept.", "Maps, logs and lists of the fen are kept."),
    ("The pact is concluded for an unlimited period.", "The pact shall remain in force indefinitely."),
    ("The ox shall be sold unless it is claimed by May.", "If the ox is not claimed by May, it shall be sold."),
    ("If the bid has not been signed, the clerk shall write.", "The clerk shall write unless the bid has been signed."),
    ("A loss that is not capable of repair by masons is told.", "A loss that cannot be repaired by masons is told."),
    ("The Chair is named for a three-year term.", "The Chair is named for a term of three years."),
    ("The haul of eels shall not exceed 40 tonnes per year.", "The annual haul of eels shall be at most 40 tonnes."),
    (
        "It may end the lease by giving two months' notice to the host.",
        "It may end the lease by notice of two months given to the host.",
    ),
    (
        "The costs of the feast shall be shared equally by the guilds.",
        "The guilds shall bear the costs of the feast in equal shares.",
    ),
    (
        "The host shall pay the expenses incurred in the mending of rafts.",
        "The host shall pay the expenses of mending rafts.",
    ),
    ("The Bench shall draw up its rules of procedure.", "The Bench shall adopt its own rules of procedure."),
    (
        "The working languages of the Bench are Latin and Norse.",
        "Latin and Norse shall be the working languages of the Bench.",
    ),
    ("Signatory States may send clerks.", "The signatories may send clerks."),
    ("Another day may be agreed by the Parties.", "The Parties may agree on another day."),
    ("Each guild reserves the right to close its quay.", "Each guild may close its quay."),
    ("Each guild reserves the right to open or close its quay.", "Each guild has the right to open or close its quay."),
    ("Rowing on the fen is reserved for guests of the host.", "Only guests of the host may row on the fen."),
    ("Samples shall be imported free of toll.", "No toll shall be levied on samples."),
    ("The pact shall remain open for signature until May.", "The pact shall be open for signature until May."),
    ("In case of conflict, the Norse text prevails.", "If there is any conflict, the Norse text shall prevail."),
    ("It is done in Latin and Norse.", "It is done in the Latin and Norse languages."),
    ("The host shall be assisted by two clerks.", "Two clerks shall assist the host."),
    ("This Article shall be without effect on the leases.", "This Article shall not affect the leases."),
    ("The guilds shall refrain from any act that harms eels.", "The guilds shall not do anything that harms eels."),
    ("The ruling shall be rendered in writing.", "The ruling shall be in writing."),
    ("The permit shall lapse after ten days.", "The permit shall cease to have effect after ten days."),
    ("Heralds shall enjoy immunity from arrest.", "Heralds shall be immune from arrest."),
    ("The Bench shall have jurisdiction over boats.", "Boats shall fall within the jurisdiction of the Bench."),
    ("Rafts longer than 9 metres shall stay.", "Rafts of more than 9 metres in length shall stay."),
    ("The cost of the feast shall fall on the host.", "The host shall bear the cost of the feast."),
    ("The guilds shall meet as often as necessary.", "The guilds shall meet whenever necessary."),
    ("Rent shall be paid and shall be fair.", "Rent shall be paid and be fair."),
    (
        "Each town shall grant to guests treatment no less favourable than that which it grants to heirs.",
        "Each town shall treat guests no less favourably than heirs.",
    ),
]
UNLIKE += [
    ("If mending proves impossible, the owner shall pay.", "If mending proves possible, the owner shall pay."),
    ("No bets on the harps are allowed.", "No sales of the harps are allowed."),
    ("The sale of the fen requires the approval of the Board.", "The sale of the fen shall be reviewed by the Board."),
    (
        "The heirs of the reeve and the guests of the reeve may row.",
        "The heirs of the reeve and the guests of the clerk may row.",
    ),
    ("The pact is concluded for an unlimited period.", "The pact is concluded for a period of ten years."),
    ("The ox shall be sold unless it is claimed by May.", "If the ox is claimed by May, it shall be sold."),
    ("A loss that is not capable of repair by masons is told.", "A loss that can be repaired by masons is told."),
    ("The Chair is named for a three-year term.", "The Chair is named for a term of two years."),
    ("The haul of eels shall not exceed 40 tonnes per year.", "The haul of eels shall not exceed 40 tonnes."),
    (
        "It may end the lease by giving two months' notice to the host.",
        "It may end the lease by notice of two months given by the host.",
    ),
    ("The costs of the feast shall be shared equally by the guilds.", "The guilds shall bear the costs of the feast."),
    (
        "The host shall pay the expenses incurred in the mending of rafts.",
        "The host shall pay the expenses of hiring rafts.",
    ),
    ("The Bench shall draw up its rules of procedure.", "The Bench shall propose its rules of procedure."),
    (
        "The working languages of the Bench are Latin and Norse.",
        "The working languages of the Bench are Latin or Norse.",
    ),
    ("Signatory States may send clerks.", "Acceding States may send clerks."),
    ("Another day may be agreed by the Parties.", "Another day may be named by a Party."),
    ("Each guild reserves the right to close its quay.", "Each guild shall close its quay."),
    ("Rowing on the fen is reserved for guests of the host.", "Only guests of the host may fish on the fen."),
    ("Samples shall be imported free of toll.", "A toll shall be levied on samples."),
    ("The pact shall remain open for signature until May.", "The pact shall be open for signature from May."),
    ("In case of conflict, the Norse text prevails.", "If there is any conflict, the Latin text shall prevail."),
    ("The host shall be assisted by two clerks.", "The host shall assist two clerks."),
    ("The host may sail with a guest.", "The host may sail with the guests."),
    ("The guilds shall refrain from any act that harms eels.", "The guilds shall not permit anything that harms eels."),
    ("The permit shall lapse after ten days.", "The permit shall have effect after ten days."),
    ("Heralds shall enjoy immunity from arrest.", "Heralds shall enjoy immunity from taxes."),
    ("The Bench shall have jurisdiction over boats.", "Boats shall fall outside the jurisdiction of the Bench."),
    ("Rafts longer than 9 metres shall stay.", "Rafts of more than 9 metres in width shall stay."),
    ("The cost of the feast shall fall on the host.", "The host shall fix the cost of the feast."),
    ("The guilds shall meet as often as necessary.", "The guilds shall meet as often as possible."),
    (
        "Each town shall grant to guests treatment no less favourable than that which it grants to heirs.",
        "Each town shall treat heirs no less favourably than guests.",
    ),
    ("The opinion of the Committee shall be printed.", "The opinion on the Committee shall be printed."),
    ("The reports of the judges shall be kept.", "The reports on the judges shall be kept."),
]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The Court of the Upper Lakes shall hear", "The Court shall hear"),
        ("A timber raft shall carry", "A raft shall carry"),
    ],
)
def test_a_term_is_what_the_treaty_says_that_it_means(old: str, new: str) -> None:
    diff = treatylex.diff_treaties(treatylex.parse(TERMS), treatylex.parse(TERMS.replace(old, new)))
    assert diff
    assert max(change.weight for change in diff.changes) <= weights.REWORDED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The Court of the Upper Lakes shall hear", "The Court of the Lower Lakes shall hear"),
        ("A timber raft shall be moored", "A raft shall be moored"),  # the term holds in Article 1
        ("(“the Court”)", "(“the Bench”)"),
        ("means a timber raft", "means a motor raft"),
    ],
)
def test_a_term_holds_no_farther_than_the_treaty_says(old: str, new: str) -> None:
    diff = treatylex.diff_treaties(treatylex.parse(TERMS), treatylex.parse(TERMS.replace(old, new)))
    assert max(change.weight for change in diff.changes) > weights.REWORDED


@pytest.fixture(scope="module")
def known() -> Meanings:
    return Meanings(usage())


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_meaning_in_two_constructions_weighs_little(known: Meanings, left: str, right: str) -> None:
    assert known.parted(tokens(left), tokens(right)) == []
    for old, new in ((left, right), (right, left)):
        diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))
        assert diff
        assert max(change.weight for change in diff.changes) <= weights.REWORDED


@pytest.mark.parametrize(("left", "right"), UNLIKE)
def test_another_meaning_in_like_words_is_none_of_rewording(known: Meanings, left: str, right: str) -> None:
    assert known.parted(tokens(left), tokens(right))
    for old, new in ((left, right), (right, left)):
        diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))
        assert max(change.weight for change in diff.changes) > weights.REWORDED


@pytest.mark.parametrize(("left", "right"), HIDDEN)
def test_a_change_of_law_is_not_hidden_by_a_new_construction(left: str, right: str) -> None:
    for ours, theirs in ((left, right), (right, left)):
        diff = treatylex.diff_treaties(treatylex.parse(ours), treatylex.parse(theirs))
        assert max(change.weight for change in diff.changes) >= weights.REPLACED


@pytest.mark.parametrize(("left", "right"), REBUILT)
def test_a_passage_that_was_rebuilt_of_its_own_words_weighs_a_half_at_most(left: str, right: str) -> None:
    for ours, theirs in ((left, right), (right, left)):
        diff = treatylex.diff_treaties(treatylex.parse(ours), treatylex.parse(theirs))
        assert 0 < max(change.weight for change in diff.changes) <= weights.REPLACED


@pytest.mark.parametrize("heading", ["Article 2", "Article 2. Vaults", "ARTICLE II\nVaults"])
def test_the_first_sentence_behind_a_heading_has_a_head(heading: str) -> None:
    left, right = (treatylex.parse(f"{heading}\n\n{pair}\n") for pair in SAME[0])
    assert max(change.weight for change in treatylex.diff_treaties(left, right).changes) <= weights.REWORDED


def test_a_point_that_changed_is_not_hidden_by_its_chapeau() -> None:
    old = "Article 1\n\nThe Board may bar a ship which:\n\n(a) leaks oil; or\n\n(b) carries fish.\n"
    diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(old.replace("leaks oil", "buys nets")))
    assert max(change.weight for change in diff.changes) > weights.REWORDED


def test_a_change_beside_a_restated_sentence_keeps_its_weight() -> None:
    old = "Article 1\n\nOnly the Agent may open the vault. The Clerk shall pay ten marks.\n"
    new = "Article 1\n\nNo one other than the Agent may open the vault. The Clerk shall pay six marks.\n"
    diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))
    assert max(change.weight for change in diff.changes) > weights.REWORDED


def test_a_gate_still_closes_on_a_field_that_was_read_otherwise() -> None:
    old, new = "Only the Agent may open the vault.", "No one other than the Agent may open the vault."
    diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))
    assert any(change.closes(["kind"]) for change in diff.changes)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The Bank shall lend 2.5 million marks.", "The Bank shall lend 2,500,000 marks."),
        ("The fund holds 0.75 billion marks.", "The fund holds 750 million marks."),
        ("Dogs are barred between 9 p.m. and 6.30 a.m.", "Dogs are barred between 21:00 and 06:30."),
        ("The lock shall open at 12 noon.", "The lock shall open at 12 p.m."),
        ("The lock shall close at midnight.", "The lock shall close at 12:00 a.m."),
        ("Each hut may hold three tonnes of oats.", "Each hut may hold 3,000 kg of oats."),
        ("Buoys shall lie 1.5 km from the mole.", "Buoys shall lie 1,500 metres from the mole."),
        ("A reply shall be sent within two weeks.", "A reply shall be sent within fourteen days."),
    ],
)
def test_one_amount_in_two_forms_weighs_little(left: str, right: str) -> None:
    diff = treatylex.diff_treaties(treatylex.parse(left), treatylex.parse(right))
    assert diff
    assert max(change.weight for change in diff.changes) <= weights.REWORDED


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The Bank shall lend 2.5 million marks.", "The Bank shall lend 25 million marks."),
        ("The Bank shall lend 2.5 million marks.", "The Bank shall lend 2.5 billion marks."),
        ("Dogs are barred between 9 p.m. and 6 a.m.", "Dogs are barred between 9 a.m. and 6 a.m."),
        ("The lock shall open at 12 noon.", "The lock shall open at 12 a.m."),
        ("The lock shall open at noon.", "The lock shall open at midnight."),
        ("Each hut may hold three tonnes of oats.", "Each hut may hold three kilograms of oats."),
        ("Each hut may hold three tonnes of oats.", "Each hut may hold three tons of oats."),
        ("Buoys shall lie 15 km from the mole.", "Buoys shall lie 15 miles from the mole."),
        ("A reply shall be sent within two weeks.", "A reply shall be sent within two days."),
        ("A reply shall be sent within one month.", "A reply shall be sent within thirty days."),
    ],
)
def test_another_amount_in_like_words_weighs_as_a_figure(left: str, right: str) -> None:
    diff = treatylex.diff_treaties(treatylex.parse(left), treatylex.parse(right))
    assert max(change.weight for change in diff.changes) >= 0.65


LAW = [
    ("Dredging requires the consent of either Party.", "Dredging requires the consent of each Party."),
    ("If any Member objects, the bid lapses.", "If every Member objects, the bid lapses."),
    ("The dyke may be cut at the request of any State.", "The dyke may be cut at the request of each State."),
    ("The loss was caused by the tug.", "The loss was caused to the tug."),
    ("Oars carved in the camp are free of toll.", "Oars carved for the camp are free of toll."),
    (
        "The keeper shall pay for harm that results from a leak.",
        "The keeper shall pay for harm that results in a leak.",
    ),
    ("The skipper pays if he knew of the reef.", "The skipper pays if he should have known of the reef."),
    ("The State shall guard the crane and its nest.", "The State shall guard the crane in its nest."),
    (
        "The bank shall open a ledger in the name of the trust.",
        "The bank shall open a trust in the name of the ledger.",
    ),
    ("The broker shall sell the hops bought by the brewer.", "The broker shall buy the hops sold by the brewer."),
    (
        "The miller shall pay rent. The smith shall mend his cart.",
        "The miller shall pay rent. The smith shall mend the miller's cart.",
    ),
    ("The Agency shall give assistance to the Board.", "The Agency shall be assisted by the Board."),
    ("The ship shall wait until the permit is issued.", "The ship shall wait until the permit is received."),
    ("A guild may, after paying the toll, take the ship.", "A guild may pay the toll and then take the ship."),
    ("There shall be no war against the guilds.", "There shall be no war between the guilds."),
    ("The owner may make claims against the State.", "The owner may claim for the State."),
    ("The State has the risk of proof.", "The State has the burden of proof."),
    ("A Party shall insure the raft.", "One of the Parties shall insure the raft."),
    ("A Contracting State shall not sell oysters.", "One of the Contracting States shall not sell oysters."),
    (
        "The toll is due on the rafts and harps, made in a Party.",
        "The toll is due on the rafts and harps made in a Party.",
    ),
    ("Divers, named under Article 2, shall swim.", "Divers named under Article 2 shall swim."),
    (
        "The reeve shall sell no oats or peat, set out in the list.",
        "The reeve shall sell no oats or peat set out in the list.",
    ),
    ("Each Party shall tell the other of its fees.", "Each Party shall tell the other of their fees."),
    ("The Bank shall hear the Members on its losses.", "The Bank shall hear the Members on their losses."),
    ("The Bank shall tell the pilot of its debts.", "The Bank shall tell the pilot of his debts."),
    ("It shall tell the other Party of its plan.", "It shall tell the other Party of their plan."),
    ("A Party shall seek a mooring.", "One of the Parties shall seek a mooring."),
    ("The Council shall give its opinion on its bid.", "The Council shall give its opinion on their bid."),
    ("The bid lapses within a year.", "The bid lapses within 18 months."),
    ("The bid lapses within the year.", "The bid lapses within 12 months."),
]
STYLE = [
    ("Heirs of the host may land without a pass.", "The heirs of the host may land without passes."),
    ("Fees shall be low and even.", "Fees shall be even and low."),
    ("A Party may insure the raft.", "One of the Parties may insure the raft."),
    ("A clerk of the Board shall preside.", "One of the clerks of the Board shall preside."),
    ("If a Party is robbed, the Board shall meet.", "If one of the Parties is robbed, the Board shall meet."),
    ("It keeps rafts, harps and oats.", "It keeps rafts, harps, and oats."),
    ("The Pact, signed in May, binds the guilds.", "The Pact signed in May binds the guilds."),
    ("The fees, fixed by the Board, are low.", "The fees fixed by the Board are low."),
    ("The Council shall print its rules.", "The Council shall print their rules."),
    ("The pilot shall show his card.", "The pilot shall show their card."),
    ("The bid lapses within a year.", "The bid lapses within 12 months."),
    ("The reeve keeps oats for a period of a year.", "The reeve keeps oats for a period of twelve months."),
    ("The guilds meet twice a year.", "The guilds meet twice per year."),
    ("Either of the Parties may end the feast.", "Either Party may end the feast."),
    ("Either Party may close the lock.", "Each Party may close the lock."),
    ("In its ports, each Party shall weigh fish.", "In its ports, any Party shall weigh fish."),
    ("If the tug should sink, the owner pays.", "If the tug sinks, the owner pays."),
    ("The camp shall have cooks, guards and clerks.", "The camp shall have clerks, guards and cooks."),
    ("Boats may land in Peru or in Chile.", "Boats may land in Chile or in Peru."),
]


RECAST = [
    ("The Board shall decide on the admission of guests.", "The Board shall decide whether to admit guests."),
    ("The keeper shall pay for harm that he causes.", "The keeper shall pay for harm caused by him."),
    ("The pilot is liable from the day on which he is named.", "The pilot is liable from the day of his naming."),
    (
        "The Council shall adopt rules for the use of the weirs.",
        "The Council shall adopt rules on how the weirs are used.",
    ),
    ("In inspecting boats the warden shall wear a badge.", "The warden shall wear a badge when he inspects boats."),
    (
        "Cheese made in the valley may carry the seal.",
        "Cheese whose making took place in the valley may carry the seal.",
    ),
    (
        "If the towns cannot agree, the judge shall choose.",
        "If there is no agreement between the towns, the judge shall choose.",
    ),
]
RECAST_LAW = [
    ("The Board shall decide on the admission of guests.", "The Board shall decide whether to invite guests."),
    ("The keeper shall pay for harm that he causes.", "The keeper shall pay for harm caused to him."),
    ("The pilot is liable from the day on which he is named.", "The pilot is liable from the day of his landing."),
    (
        "The Council shall adopt rules for the use of the weirs.",
        "The Council shall adopt rules on how the weirs are built.",
    ),
    ("In inspecting boats the warden shall wear a badge.", "The warden shall wear a badge before he inspects boats."),
    (
        "Cheese made in the valley may carry the seal.",
        "Cheese whose making was banned in the valley may carry the seal.",
    ),
    (
        "If the towns cannot agree, the judge shall choose.",
        "If there is agreement between the towns, the judge shall choose.",
    ),
    ("The agent shall report three months before the end.", "The agent shall report before the end of three months."),
]


@pytest.mark.parametrize(("old", "new"), RECAST)
def test_the_same_words_in_a_construction_that_no_rule_knows_are_likely_style(old: str, new: str) -> None:
    for ours, theirs in ((old, new), (new, old)):
        diff = treatylex.diff_treaties(treatylex.parse(ours), treatylex.parse(theirs))
        assert diff
        assert max(change.weight for change in diff.changes) <= weights.RECAST


@pytest.mark.parametrize(("old", "new"), RECAST_LAW)
def test_another_word_of_substance_in_another_construction_is_likely_law(old: str, new: str) -> None:
    for ours, theirs in ((old, new), (new, old)):
        diff = treatylex.diff_treaties(treatylex.parse(ours), treatylex.parse(theirs))
        assert max(change.weight for change in diff.changes) > 0.45


@pytest.mark.parametrize(("old", "new"), LAW)
def test_a_small_word_that_turns_the_law_weighs_as_law(old: str, new: str) -> None:
    for ours, theirs in ((old, new), (new, old)):
        diff = treatylex.diff_treaties(treatylex.parse(ours), treatylex.parse(theirs))
        assert max(change.weight for change in diff.changes) > 0.5


@pytest.mark.parametrize(("old", "new"), STYLE)
def test_what_looks_like_a_small_word_that_turns_the_law_weighs_little(old: str, new: str) -> None:
    for ours, theirs in ((old, new), (new, old)):
        diff = treatylex.diff_treaties(treatylex.parse(ours), treatylex.parse(theirs))
        assert max(change.weight for change in diff.changes) <= weights.REWORDED


def test_a_comma_before_the_last_words_of_a_list_tells_whether_they_close_all_its_points() -> None:
    old = "Article 1\n\nNo toll is due on:\n\n(a) chairs; and\n\n(b) carts, for the use of guests.\n"
    for new, least in ((old.replace("carts,", "carts"), 0.5), (old.replace("No toll is", "A toll is not"), 0.0)):
        for left, right in ((old, new), (new, old)):
            diff = treatylex.diff_treaties(treatylex.parse(left), treatylex.parse(right))
            scopes = [change for change in diff.changes if change.closes(["scope"])]
            assert bool(scopes) == bool(least)
            assert max(change.weight for change in diff.changes) >= least
    first = old.replace("chairs;", "chairs, of oak;")
    diff = treatylex.diff_treaties(treatylex.parse(first), treatylex.parse(first.replace("chairs, of", "chairs of")))
    assert max(change.weight for change in diff.changes) <= weights.REWORDED


def test_a_range_that_holds_an_inserted_article_is_more_than_its_numbers() -> None:
    text = "Article 3\n\nThe Parties shall pay.\n\nArticle 4\n\nThe Parties shall meet.\n\n{}Article 5\n\n"
    text += "The Parties shall sail.\n\nArticle 6\n\nArticles 3 to 5 shall apply.\n"
    for inserted in ("", "Article 4 bis\n\nThe Parties shall row.\n\n"):
        old = text.format(inserted)
        new = old.replace("Articles 3 to 5", "Articles 3, 4 and 5")
        diff = treatylex.diff_treaties(treatylex.parse(old), treatylex.parse(new))
        assert (max(change.weight for change in diff.changes) > weights.REWORDED) is bool(inserted)


def test_what_one_text_lists_in_points_the_other_may_say_in_a_sentence() -> None:
    listed = "Article 1\n\nThe log shall state:\n\n(a) the name of the pilot;\n\n(b) the port; {}\n\n(c) the cargo.\n"
    told = "Article 1\n\nThe log shall state the name of the pilot, the port {} the cargo.\n"
    for joint, other, is_style in (("and", "and", True), ("or", "or", True), ("and", "or", False)):
        for old, new in ((listed, told), (told, listed)):
            texts = (text.format(word) for text, word in ((old, joint), (new, other)))
            diff = treatylex.diff_treaties(*map(treatylex.parse, texts))
            assert (max(change.weight for change in diff.changes) <= weights.PARTED) is is_style
    shorter = listed.replace("(b) the port; {}\n\n(c) the cargo.", "(b) the port.")
    diff = treatylex.diff_treaties(treatylex.parse(shorter), treatylex.parse(told.format("and")))
    assert max(change.weight for change in diff.changes) > weights.PARTED
