"""What the indicators of several sectors together say, in English and in Urdu."""

from collections.abc import Mapping

from streams.wording import Sentence

CROSS_SENTENCES: Mapping[str, Sentence] = {
    "x-unprotected-departure": Sentence(
        "A candidate leaves for {country} on a {visa} visa, which allows no work, unknown to the Protector.",
        "ایک بھرتی کنندہ کا امیدوار {visa} ویزے پر {country} روانہ ہو رہا ہے جس پر کام کی اجازت نہیں، اور پروٹیکٹر کو اس کا علم نہیں۔",
    ),
    "x-child-two-sectors": Sentence(
        "Two sectors found something unusual about this child of {age}.",
        "دو شعبوں نے {age} سال کے اس بچے کے بارے میں غیر معمولی بات دیکھی ہے۔",
    ),
    "x-organ-combo": Sentence(
        "Owes an agent about {currency} {amount}, was treated at a stranger's expense and briefly abroad with a stranger.",
        "ایجنٹ کا تقریباً {amount} {currency} کا مقروض ہے، علاج کا خرچ کسی اجنبی نے دیا، اور دوسرے خاندان کے فرد کے ساتھ مختصر سفر پر گیا۔",
    ),
    "x-organ-escort": Sentence(
        "Took {people} unrelated adults abroad briefly, one by one, and within {days} days made {payments} payments for them.",
        "ایک شخص {days} دن کے اندر {people} غیر متعلقہ بالغوں کو الگ الگ مختصر سفر پر بیرونِ ملک لے گیا اور ان کے لیے "
        "{payments} ادائیگیاں کیں۔",
    ),
    "x-doc-conflict": Sentence(
        "Two sectors know this document under different names and family names.",
        "دو شعبوں کے ریکارڈ میں اس دستاویز پر نام اور خاندانی نام مختلف ہیں۔",
    ),
    "x-doc-conflict/sex": Sentence(
        "Two sectors know this document, one as a man's and one as a woman's.",
        "ایک شعبے کے ریکارڈ میں یہ دستاویز مرد کی ہے اور دوسرے کے ریکارڈ میں عورت کی۔",
    ),
    "x-doc-conflict/birth": Sentence(
        "Two sectors know this document with birth dates {years} years apart.",
        "دو شعبوں کے ریکارڈ میں اس دستاویز پر تاریخِ پیدائش میں {years} سال کا فرق ہے۔",
    ),
    "x-doc-conflict-birth": Sentence(
        "Two sectors know this document for people born {years} years apart.",
        "دو شعبوں کے ریکارڈ میں اس دستاویز پر درج افراد کی پیدائش میں {years} سال کا فرق ہے۔",
    ),
    "x-phone-triple": Sentence(
        "One phone serves recruiter, booking and account for people of {count} families.",
        "ایک ہی فون {count} خاندانوں کے لوگوں کے لیے بھرتی، بکنگ اور اکاؤنٹ تینوں جگہ استعمال ہوا ہے۔",
    ),
    "x-cancelled-oep-bookings": Sentence(
        "{days} days after its licence was reported {status} an agency still books flights or takes fees.",
        "لائسنس {status} ہونے کی اطلاع کے {days} دن بعد بھی ایجنسی پروازیں بک کر رہی ہے یا فیس لے رہی ہے۔",
    ),
    "x-umrah-agent-cash": Sentence(
        "Who sends an Umrah group without hotel or means got {count} payments from Saudi Arabia or the pilgrims.",
        "ہوٹل یا رقم کے بغیر عمرہ گروپ بھیجنے والے کو سعودی عرب سے یا انہی زائرین سے {count} بار رقم ملی۔",
    ),
    "x-cashpayer-funnel-unlicensed": Sentence(
        "Who paid the ticket in cash also gets cash from {cities} cities and works with an unlicensed agency.",
        "جس نے ٹکٹ کی رقم نقد ادا کی اسے {cities} شہروں سے نقد رقم بھی ملی، اور وہ بغیر لائسنس ایجنسی کے ساتھ کام کرتا ہے۔",
    ),
    "x-offload-then-remit": Sentence(
        "{hours} hours after a passenger was taken off a flight, the payer went on to pay for others.",
        "ایک مسافر کو پرواز سے اتارے جانے کے {hours} گھنٹے بعد رقم دینے والے نے دوسروں کے لیے ادائیگی کی۔",
    ),
    "x-fee-then-fly": Sentence(
        "{count} people paid one agent and then flew on its bookings within {days} days.",
        "{days} دن کے اندر {count} افراد نے ایک ایجنٹ کو رقم دی اور پھر اسی کی بکنگ پر پرواز کی۔",
    ),
    "x-paid-and-sends": Sentence(
        "Within {days} days one person arranged the departures without return of {sent} people and was paid by {paid} who are no "
        "relatives.",
        "{days} دن کے اندر ایک شخص نے {sent} افراد کی یکطرفہ روانگی کا بندوبست کیا اور اسے {paid} ایسے افراد سے رقم ملی جو رشتہ دار "
        "نہیں۔",
    ),
    "x-sends-and-collects": Sentence(
        "Sent people of {sent} families abroad and then got money from {paid} strangers in that country within {days} days.",
        "{days} دن کے اندر {sent} خاندانوں کے افراد کو بیرونِ ملک بھیجا اور پھر اسی ملک سے {paid} اجنبی افراد سے رقم وصول کی۔",
    ),
    "x-marriage-pipeline": Sentence(
        "Gave {households} poor households about PKR {rupees} or more each and sends or escorts {travellers} people to marry.",
        "{households} کم آمدنی والے گھرانوں کو تقریباً {rupees} روپے یا زیادہ کی رقمیں دیں "
        "اور {travellers} افراد کو شادی کے لیے بھیج یا ساتھ لے جا رہا ہے۔",
    ),
    "x-pilgrims-with-signs": Sentence(
        "Staff saw something about {count} people of different families on an Umrah journey that this party arranged.",
        "عملے نے مختلف خاندانوں کے {count} لوگوں میں، جنہیں اس فریق نے عمرے پر بھیجا، غیر معمولی بات دیکھی۔",
    ),
    "x-people-seen": Sentence(
        "Staff saw something about {count} people of different families beside whom this party stands, within {days} days.",
        "{days} دن کے اندر عملے نے مختلف خاندانوں کے {count} لوگوں میں، جن کے ساتھ یہ فریق ہے، غیر معمولی بات دیکھی۔",
    ),
    "x-person-with-sign": Sentence(
        "Somebody of another family beside whom this party stands shows a sign of their own.",
        "کسی دوسرے خاندان کا ایک فرد، جس کے ساتھ یہ فریق سامنے آیا، اپنی جگہ علامت ظاہر کرتا ہے۔",
    ),
    "x-people-with-signs": Sentence(
        "{count} people of different families beside whom this party stands show signs of their own within {days} days.",
        "مختلف خاندانوں کے {count} افراد، جن کے ساتھ یہ فریق بار بار سامنے آیا، {days} دن کے اندر اپنی اپنی جگہ علامات ظاہر کرتے ہیں۔",
    ),
    "x-benign-dampener": Sentence(
        "Speaks against: {reasons}.",
        "اس کے خلاف یہ باتیں موجود ہیں: {reasons}۔",
    ),
}
