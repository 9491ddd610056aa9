"""What the indicators of airlines say, in English and in Urdu."""

from collections.abc import Mapping

from streams.wording import Sentence

AIR_SENTENCES: Mapping[str, Sentence] = {
    "a-oneway-no-return": Sentence(
        "A one-way ticket to {country} on a {visa} visa, which expects a return.",
        "{visa} ویزے پر {country} کا صرف جانے کا ٹکٹ ہے، حالانکہ اس ویزے میں واپسی متوقع ہوتی ہے۔",
    ),
    "a-third-party-cash": Sentence(
        "The ticket was paid in cash by somebody who does not travel.",
        "ٹکٹ کی رقم کسی ایسے شخص نے نقد ادا کی جو خود سفر نہیں کر رہا۔",
    ),
    "a-last-minute": Sentence(
        "The ticket was booked {hours} hours before departure.",
        "ٹکٹ روانگی سے {hours} گھنٹے پہلے بک کیا گیا۔",
    ),
    "a-last-minute/hour": Sentence(
        "The ticket was booked {minutes} minutes before departure.",
        "ٹکٹ روانگی سے {minutes} منٹ پہلے بک کیا گیا۔",
    ),
    "a-minor-alone": Sentence(
        "A child of {age} travels abroad without guardian or escort service.",
        "{age} سال کی عمر کا ایک کم عمر مسافر سرپرست اور ایئرلائن کی نگرانی کے بغیر بیرونِ ملک جا رہا ہے۔",
    ),
    "a-minor-unrelated-adult": Sentence(
        "A child of {age} travels with adults of another surname and without guardian.",
        "{age} سال کی عمر کا ایک کم عمر مسافر سرپرست کے بغیر، دوسرے خاندانی نام کے بالغ افراد کے ساتھ جا رہا ہے۔",
    ),
    "a-no-luggage-long-stay": Sentence(
        "Checked baggage: {bags}, for a stay of {days} days.",
        "{days} دن کے قیام کے لیے جمع کرائے گئے سامان کی تعداد صرف {bags} ہے۔",
    ),
    "a-no-luggage-long-stay/open": Sentence(
        "Checked baggage: {bags}, on a one-way journey.",
        "یک طرفہ سفر کے لیے جمع کرائے گئے سامان کی تعداد صرف {bags} ہے۔",
    ),
    "a-visit-visa-worker": Sentence(
        "A ticket on a {visa} visa to {country}, where migrants work, arranged by a recruiter or employer.",
        "{visa} ویزے پر {country} کا ٹکٹ ہے، جہاں لوگ مزدوری کے لیے جاتے ہیں، اور انتظام بھرتی کرنے والے یا آجر نے کیا ہے۔",
    ),
    "a-umrah-no-means": Sentence(
        "An Umrah journey without hotel and without return.",
        "عمرے کا سفر ہے مگر نہ ہوٹل کی بکنگ ہے اور نہ واپسی کا ٹکٹ ہے۔",
    ),
    "a-umrah-no-means/poor": Sentence(
        "An Umrah journey without hotel and without return, with about {currency} {amount}.",
        "عمرے کا سفر ہے مگر نہ ہوٹل کی بکنگ ہے، نہ واپسی کا ٹکٹ، اور رقم صرف تقریباً {amount} {currency} ہے۔",
    ),
    "a-umrah-poor": Sentence(
        "On Umrah without return and with about {currency} {amount}; nothing is known of a hotel.",
        "عمرے پر جا رہا ہے، واپسی کا ٹکٹ نہیں، رقم تقریباً {amount} {currency} ہے، اور ہوٹل کے بارے میں کچھ معلوم نہیں۔",
    ),
    "a-fia25-profile": Sentence(
        "A first journey, at {age}, to {country} on a {visa} visa: as in the FIA advisory of January 2025.",
        "{age} سال کی عمر میں {visa} ویزے پر {country} کا پہلا سفر: ایف آئی اے کی جنوری 2025 کی ہدایات میں بتائی گئی صورت سے ملتا ہے۔",
    ),
    "a-broken-onward/another": Sentence(
        "A second ticket leads on after {hours} hours to {country}, from where people are smuggled.",
        "ایک دوسرا ٹکٹ {hours} گھنٹے بعد آگے {country} لے جاتا ہے جہاں سے لوگ اسمگل کیے جاتے ہیں۔",
    ),
    "a-broken-onward": Sentence(
        "A separate onward ticket leads to {country}, where smuggling routes begin.",
        "آگے کا الگ ٹکٹ {country} کا ہے جہاں سے انسانی اسمگلنگ کے راستے شروع ہوتے ہیں۔",
    ),
    "a-split-party-seating": Sentence(
        "Checked in together with others, and seated apart from them.",
        "دوسروں کے ساتھ چیک اِن کیا مگر نشست ان سے الگ ہے۔",
    ),
    "a-split-party-seating/bookings": Sentence(
        "The same payer holds further bookings on this flight, or the booking was divided.",
        "اسی پرواز پر اسی ادائیگی کرنے والے کی اور بکنگ بھی ہے، یا یہ بکنگ تقسیم کی گئی ہے۔",
    ),
    "a-doc-mismatch/name": Sentence(
        "The name on the document differs from the booking by more than a spelling.",
        "دستاویز پر نام بکنگ کے نام سے مختلف ہے، اور فرق صرف ہجوں کا نہیں ہے۔",
    ),
    "a-doc-mismatch/birth-date": Sentence(
        "The birth date on the document differs from the booking.",
        "دستاویز پر تاریخِ پیدائش بکنگ سے مختلف ہے۔",
    ),
    "a-doc-mismatch/sex": Sentence(
        "The sex on the document differs from the booking.",
        "دستاویز پر درج جنس بکنگ سے مختلف ہے۔",
    ),
    "a-doc-mismatch/document-number": Sentence(
        "The number of the document differs from the one in the booking.",
        "دستاویز کا نمبر بکنگ میں دیے گئے نمبر سے مختلف ہے۔",
    ),
    "a-doc-other-person": Sentence(
        "The document differs from the booking in {fields} of these: name, birth date, sex, number.",
        "نام، تاریخِ پیدائش، جنس اور نمبر میں سے {fields} باتوں میں دستاویز بکنگ سے مختلف ہے۔",
    ),
    "a-mrz-invalid": Sentence(
        "A check digit of the document's machine readable zone is wrong.",
        "دستاویز کی مشین سے پڑھی جانے والی سطر کا جانچ کا ہندسہ غلط ہے۔",
    ),
    "a-mrz-invalid/lost": Sentence(
        "The document is on a list of lost or stolen documents.",
        "یہ دستاویز گم شدہ یا چوری شدہ دستاویزات کی فہرست میں ہے۔",
    ),
    "a-doc-expired": Sentence(
        "The travel document had expired when it was shown.",
        "سفری دستاویز دکھائے جانے کے وقت اس کی میعاد ختم ہو چکی تھی۔",
    ),
    "a-obs-docs-held": Sentence(
        "Somebody else holds the traveller's documents or phone.",
        "مسافر کی دستاویزات یا فون کسی اور شخص کے پاس ہیں۔",
    ),
    "a-obs-spoken-for": Sentence(
        "A companion speaks for the traveller or stays close throughout.",
        "ساتھی مسافر کی جگہ جواب دیتا ہے یا ہر وقت اس کے ساتھ رہتا ہے۔",
    ),
    "a-obs-spoken-for/candidate": Sentence(
        "Somebody speaks for the candidate or stays close throughout.",
        "کوئی اور شخص امیدوار کی جگہ جواب دیتا ہے یا ہر وقت اس کے ساتھ رہتا ہے۔",
    ),
    "a-obs-unaware-dest": Sentence(
        "The traveller could not name the destination, the place to stay or who is waiting.",
        "مسافر یہ نہیں بتا سکا کہ کہاں جانا ہے، کہاں ٹھہرنا ہے یا وہاں کون ملے گا۔",
    ),
    "a-obs-unaware-dest/candidate": Sentence(
        "The candidate could not name the destination, the place to stay or who is waiting.",
        "امیدوار یہ نہیں بتا سکا کہ کہاں جانا ہے، کہاں ٹھہرنا ہے یا وہاں کون ملے گا۔",
    ),
    "a-obs-scripted": Sentence(
        "The account of the journey sounded rehearsed or contradicted itself.",
        "سفر کے بارے میں بیان رٹا ہوا معلوم ہوا یا اس میں تضاد تھا۔",
    ),
    "a-obs-scripted/candidate": Sentence(
        "What the candidate told sounded rehearsed or contradicted itself.",
        "امیدوار کا بیان رٹا ہوا معلوم ہوا یا اس میں تضاد تھا۔",
    ),
    "a-obs-relation-unknown": Sentence(
        "A companion claims to be related but does not know basic details.",
        "ساتھی رشتہ دار ہونے کا دعویٰ کرتا ہے مگر بنیادی باتیں نہیں جانتا۔",
    ),
    "a-obs-relation-unknown/candidate": Sentence(
        "Somebody with the candidate claims to be related but does not know basic details.",
        "امیدوار کے ساتھ آنے والا شخص رشتہ دار ہونے کا دعویٰ کرتا ہے مگر بنیادی باتیں نہیں جانتا۔",
    ),
    "a-obs-harm-fear": Sentence(
        "Staff saw signs of harm, or fear of the companion.",
        "عملے نے تکلیف یا تشدد کے آثار، یا ساتھی کا خوف دیکھا۔",
    ),
    "a-obs-vague-job": Sentence(
        "The traveller expects a job abroad but does not know the employer.",
        "مسافر بیرونِ ملک ملازمت کی توقع رکھتا ہے مگر آجر کو نہیں جانتا۔",
    ),
    "a-obs-vague-job/candidate": Sentence(
        "The candidate expects a job abroad but does not know the employer.",
        "امیدوار بیرونِ ملک ملازمت کی توقع رکھتا ہے مگر آجر کو نہیں جانتا۔",
    ),
    "a-payer-many-unrelated": Sentence(
        "One payer bought tickets for {people} passengers of {families} families within {days} days.",
        "ایک ہی ادائیگی کرنے والے نے {days} دن کے اندر {people} مسافروں کے ٹکٹ خریدے جو {families} مختلف خاندانوں کے ہیں۔",
    ),
    "a-sends-one-way": Sentence(
        "Arranged {bookings} one-way journeys on visit visas for people of different families within {days} days.",
        "{days} دن کے اندر مختلف خاندانوں کے لوگوں کے لیے وزٹ ویزے پر {bookings} یک طرفہ سفر کا انتظام کیا۔",
    ),
    "a-sends-brides": Sentence(
        "Arranged the journeys of {count} people of different families to a spouse abroad within {days} days.",
        "{days} دن کے اندر مختلف خاندانوں کے {count} افراد کو بیرونِ ملک ان کے شریکِ حیات کے پاس بھیجنے کا انتظام کیا۔",
    ),
    "a-escort-short-trips": Sentence(
        "Took {count} adults of different families abroad for days, one alone each time, within {days} days.",
        "{days} دن کے اندر مختلف خاندانوں کے {count} بالغوں کو ایک ایک کر کے چند دن کے لیے بیرونِ ملک لے گیا۔",
    ),
    "a-shared-contact-pnrs": Sentence(
        "One contact stands on {bookings} bookings of people of {families} families within {days} days.",
        "{days} دن کے اندر {bookings} بکنگ پر ایک ہی فون یا ای میل درج ہے، جبکہ مسافر {families} مختلف خاندانوں کے ہیں۔",
    ),
    "a-umrah-agent-group": Sentence(
        "One agent sends {people} people on Umrah within {days} days, none with a hotel.",
        "ایک ہی ایجنٹ {days} دن کے اندر {people} افراد کو عمرے پر بھیج رہا ہے اور کسی کے لیے ہوٹل بک نہیں ہے۔",
    ),
    "a-umrah-poor-group": Sentence(
        "Sends {people} people of {families} families on Umrah within {days} days: no return, no hotel or hardly any money.",
        "ایک ہی شخص یا ایجنٹ {days} دن میں {families} خاندانوں کے {people} افراد کو عمرے پر بھیج رہا ہے: واپسی کا ٹکٹ نہیں، اور ہوٹل "
        "نہیں یا رقم نہ ہونے کے برابر۔",
    ),
    "a-offload-elsewhere": Sentence(
        "Taken off a flight for what staff saw; {hours} hours later another airport, another carrier, to {country}.",
        "عملے کے مشاہدے پر مسافر کو پرواز سے اتارا گیا، {hours} گھنٹے بعد دوسرے ہوائی اڈے سے دوسری ایئرلائن پر {country} جانے کی کوشش ہے۔",
    ),
    "a-offload-retry": Sentence(
        "Taken off a flight, {hours} hours later trying to reach {country} from another airport or with another carrier.",
        "مسافر کو پرواز سے اتارا گیا تھا، {hours} گھنٹے بعد دوسرے ہوائی اڈے یا دوسری ایئرلائن سے {country} جانے کی کوشش ہے۔",
    ),
    "a-doc-reuse": Sentence(
        "One passport was shown for people who differ in {differences} of these: sex, birth, name, CNIC.",
        "ایک ہی پاسپورٹ ایسے افراد کے لیے دکھایا گیا جو جنس، پیدائش، نام اور شناختی کارڈ میں سے {differences} باتوں میں مختلف ہیں۔",
    ),
    "a-doc-reuse/child": Sentence(
        "One passport was shown for a child and for an adult, with births {years} years apart.",
        "ایک ہی پاسپورٹ ایک بار بچے کے لیے اور ایک بار بالغ کے لیے دکھایا گیا، جبکہ پیدائش میں {years} سال کا فرق ہے۔",
    ),
    "a-doc-conflict/sex": Sentence(
        "One passport was shown once for a man and once for a woman.",
        "ایک ہی پاسپورٹ ایک بار مرد کے لیے اور ایک بار عورت کے لیے دکھایا گیا۔",
    ),
    "a-doc-conflict/birth": Sentence(
        "One passport was shown with birth dates that lie {years} years apart.",
        "ایک ہی پاسپورٹ ایسی تاریخ ہائے پیدائش کے ساتھ دکھایا گیا جن میں {years} سال کا فرق ہے۔",
    ),
    "a-doc-conflict/name": Sentence(
        "One passport was shown with another name and another family name.",
        "ایک ہی پاسپورٹ کسی اور نام اور کسی اور خاندانی نام کے ساتھ دکھایا گیا۔",
    ),
    "a-escort-diff-minors": Sentence(
        "One adult took {people} different unrelated children abroad on separate trips within {days} days.",
        "ایک ہی بالغ شخص {days} دن کے اندر {people} مختلف بچوں کو، جو اس کے رشتہ دار معلوم نہیں ہوتے، الگ الگ سفروں میں بیرونِ ملک لے گیا۔",
    ),
    "a-escort-diff-women": Sentence(
        "One adult took {people} different young women abroad on separate trips within {days} days.",
        "ایک ہی بالغ شخص {days} دن کے اندر {people} مختلف نوجوان خواتین کو الگ الگ سفروں میں بیرونِ ملک لے گیا۔",
    ),
    "a-return-noshow-cluster": Sentence(
        "Of {returns} return journeys of one agency's clients within {days} days, {unused} were not flown.",
        "{days} دن کے اندر ایک ہی ایجنسی کے گاہکوں کے واپسی کے {returns} سفروں میں سے {unused} استعمال نہیں ہوئے۔",
    ),
}
"""By indicator; with `/` and a word behind it where one indicator has several sentences."""
